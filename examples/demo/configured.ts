import { loadClientOptions } from '@x/http-config';
import { createClient, NetworkError } from '@x/http-core';
import { resilience } from '@x/http-resilience';
import { fault, faultServer, respond } from '@x/http-testing';
import { undici } from '@x/http-undici';

import { claim, failureOf } from './claim.ts';
import { printError, printResponse, type Print } from './transcript.ts';

/** The fastest transport, options from the environment, and a server that breaks what it sends on demand. */
export async function configured(print: Print): Promise<void> {
  await using server = await faultServer();
  const env = { HTTP__BASE_URL: server.url, HTTP__TIMEOUT__TOTAL: '5000' };
  await using client = createClient({
    ...loadClientOptions({ env }),
    plugins: [undici(), resilience({ retry: { baseDelay: 10 } })],
  });
  claim(print, client.describe().transport === 'undici', 'every byte of this scene goes through undici');

  server.next(fault('resetBeforeHeaders'));
  server.always(respond(200, { body: '{"stock":7}' }));
  const response = await client.get('stock');
  printResponse(print, response);
  claim(print, response.attempts.length === 2, 'a reset before the head costs a GET one more attempt');

  server.always(fault('chunkedCutFin'));
  const error = await failureOf(client.get('stock'));
  claim(
    print,
    error instanceof NetworkError && error.reason === 'truncated',
    'half a body is never taken for a whole one, over either transport',
  );
  printError(print, error);
}
