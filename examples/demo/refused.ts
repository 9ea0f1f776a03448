import { createClient, NetworkError } from '@x/http-core';

import { claim, failureOf } from './claim.ts';
import { startApi } from './server.ts';
import { printError, type Print } from './transcript.ts';

/** Nobody listens, and a name that nobody has. */
export async function refused(print: Print): Promise<void> {
  const gone = await startApi();
  await gone[Symbol.asyncDispose]();
  await using client = createClient({ baseUrl: gone.url });
  const error = await failureOf(client.post('orders', { json: { item: 'tea' } }));
  claim(print, error instanceof NetworkError, 'a NetworkError');
  printError(print, error);
  claim(print, error.reason === 'refused', 'error.reason is refused');
  claim(print, error.sent === 'none', 'error.sent is none: even this POST may safely go out again');

  await using nowhere = createClient({ baseUrl: 'https://api.nowhere.invalid' });
  const unknown = await failureOf(nowhere.get('users/1'));
  claim(
    print,
    unknown instanceof NetworkError && unknown.reason === 'dns',
    'a host without an address: reason dns',
  );
  printError(print, unknown);
}
