import { inspect } from 'node:util';

import { ClientStatusError, createClient, NotFoundError } from '@x/http-core';

import { claim, failureOf } from './claim.ts';
import { startApi } from './server.ts';
import { printError, type Print } from './transcript.ts';

/** A 404 is a `NotFoundError` with the response on it, its body read. */
export async function statusError(print: Print): Promise<void> {
  await using api = await startApi();
  await using client = createClient({ baseUrl: api.url, headers: { authorization: 'Bearer s3cr3t' } });
  const error = await failureOf(client.get('users/42?api_key=s3cr3t'));
  claim(print, error instanceof NotFoundError, 'a NotFoundError');
  printError(print, error);
  print('  printed, as a log shows it:');
  const printed = inspect(error);
  for (const line of printed.split('\n')) print(`  │ ${line}`);
  claim(print, !printed.includes('s3cr3t'), 'neither the api_key nor the Authorization header is in it');
  claim(
    print,
    error.stack?.includes('status-error.ts') === true,
    'the stack names the line that made the call',
  );
  const { problem } = error;
  claim(print, problem?.status === 404, `error.problem is the RFC 9457 body: ${problem?.detail}`);
  claim(
    print,
    error instanceof ClientStatusError,
    'who catches ClientStatusError or StatusError catches it, too',
  );
}
