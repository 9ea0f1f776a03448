import { createClient } from '@x/http-core';

import { claim } from './claim.ts';
import { startApi } from './server.ts';
import { printResponse, type Print } from './transcript.ts';

/** Two hops within the API, then one to a foreign origin. */
export async function redirect(print: Print): Promise<void> {
  await using api = await startApi();
  await using client = createClient({ baseUrl: api.url, headers: { authorization: 'Bearer s3cr3t' } });
  const response = await client.get('people/1');
  printResponse(print, response, '/people/1');
  claim(print, response.redirects.length === 2, 'both hops are in response.redirects, in order');
  claim(
    print,
    response.request.headers.has('authorization'),
    'the same origin still gets the Authorization header',
  );

  await using other = await startApi();
  const foreign = await client.get('partners/1', { query: { to: `${other.url}/health` } });
  printResponse(print, foreign, '/partners/1');
  claim(print, foreign.url === `${other.url}/health`, 'another port is another origin');
  claim(print, !foreign.request.headers.has('authorization'), 'the Authorization header did not go along');
}
