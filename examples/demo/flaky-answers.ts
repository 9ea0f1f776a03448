import { createClient } from '@x/http-core';

import { claim } from './claim.ts';
import { startApi } from './server.ts';
import { printError, printResponse, type Print } from './transcript.ts';

/** `.result()` gives the failure as data: whatever the peer does, it is one typed error. */
export async function flakyAnswers(print: Print): Promise<void> {
  await using api = await startApi();
  // A socket for each request, so that a reset is the server's doing and no stale socket's.
  await using client = createClient({ baseUrl: api.url, pool: { forceClose: true } });
  const seen: string[] = [];
  for (let visit = 0; visit < 6; visit += 1) {
    const result = await client.get('prices').result();
    if (result.ok) printResponse(print, result.response);
    else printError(print, result.error);
    seen.push(result.ok ? 'ok' : result.error.name);
  }
  const names = 'ok ServiceUnavailableError RateLimitedError NetworkError NetworkError ProtocolError';
  claim(print, seen.join(' ') === names, 'six visits, one answer, five failures, each of its own class');
}
