import { cookies } from '@x/http-cookies';
import { createClient, isClientError } from '@x/http-core';
import { proxy } from '@x/http-proxy';

import { claim, failureOf } from './claim.ts';
import { startProxy } from './forward-proxy.ts';
import { startApi } from './server.ts';
import { printError, printResponse, type Print } from './transcript.ts';

const credentials = 'shop:s3cr3t';

/** A login that sets a cookie, everything of it behind a proxy with credentials. */
export async function login(print: Print): Promise<void> {
  await using api = await startApi();
  await using gate = await startProxy(credentials);
  await using client = createClient({
    baseUrl: api.url,
    plugins: [cookies(), proxy(`http://${credentials}@${gate.host}`)],
  });

  const welcome = await client.post('login', { form: { user: 'ada' } });
  printResponse(print, welcome, '/login');
  claim(print, welcome.redirects.length === 1, 'the login answers with a cookie and a redirect');
  claim(print, welcome.request.headers.has('cookie'), 'the hop after it carries the cookie already');
  const me = await client.get('me');
  printResponse(print, me);
  claim(print, me.status === 200, 'and so does every later call of this client');
  claim(print, gate.forwarded() === 3, 'all three requests went through the proxy');
  claim(
    print,
    !welcome.request.headers.has('proxy-authorization'),
    "the proxy's credentials stayed with the proxy",
  );

  await using stranger = createClient({ baseUrl: api.url, plugins: [proxy(`http://${gate.host}`)] });
  const error = await failureOf(stranger.get('me'));
  claim(print, isClientError(error) && error.status === 407, 'without credentials the proxy says 407');
  printError(print, error);
}
