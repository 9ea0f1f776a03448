import { createClient, TimeoutError } from '@x/http-core';

import { claim, failureOf } from './claim.ts';
import { startApi } from './server.ts';
import { printError, type Print } from './transcript.ts';

/** The report takes three seconds; the client waits a quarter of one for the head of an answer. */
export async function timeout(print: Print): Promise<void> {
  await using api = await startApi();
  await using client = createClient({ baseUrl: api.url, timeout: { headers: 250 } });
  const error = await failureOf(client.get('reports/2026'));
  claim(print, error instanceof TimeoutError, 'a TimeoutError');
  printError(print, error);
  claim(print, error.phase === 'headers', 'error.phase is headers: connected, sent, and no answer');
  claim(print, error.sent === 'complete', 'error.sent is complete: the server may have worked on it');

  const late = await failureOf(client.get('reports/2026', { timeout: 100 }));
  claim(
    print,
    late instanceof TimeoutError && late.phase === 'total',
    'timeout: 100 is the deadline of the whole call',
  );
  printError(print, late);
}
