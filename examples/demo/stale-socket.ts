import { createClient } from '@x/http-core';

import { claim } from './claim.ts';
import { startApi } from './server.ts';
import { printResponse, type Print } from './transcript.ts';

/** The server closes the kept-alive socket under the second request, as a peer does whose idle limit has just run out. */
export async function staleSocket(print: Print): Promise<void> {
  await using api = await startApi();
  await using client = createClient({ baseUrl: api.url });
  printResponse(print, await client.get('carts/1'));
  const response = await client.get('carts/1');
  printResponse(print, response);
  const [first, second] = response.attempts;
  claim(print, response.attempts.length === 2, 'the caller sees a 200; the ledger has both attempts');
  claim(
    print,
    first?.reusedSocket === true && second?.reusedSocket === false,
    'the second went over a fresh socket',
  );
  claim(print, response.ok, 'it went out again because a GET is idempotent, and only this once');
}
