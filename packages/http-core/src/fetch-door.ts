import { RedirectError } from './errors/index.ts';
import type { HttpResponse } from './response.ts';
import { isRedirect } from './steps/redirect.ts';

/** The client's `stream`, untyped by plugins. */
export type StreamCall = (method: string, url: string, options: object) => Promise<HttpResponse>;

/** Makes of a `fetch` call a streamed call of the chain, and of its response a web `Response`. Statuses do not raise. */
export async function fetchThrough(
  stream: StreamCall,
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const from = input instanceof Request ? input : undefined;
  const method = init.method ?? from?.method ?? 'GET';
  const redirect = init.redirect ?? from?.redirect ?? 'follow';
  const body: unknown = init.body ?? from?.body ?? undefined;
  const signal = init.signal === undefined ? from?.signal : init.signal;
  const response = await stream(method, from?.url ?? String(input), {
    headers: headersOf(init, from),
    throwOnStatus: false,
    ...(redirect === 'follow' ? {} : { redirect: { follow: false } }),
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined || signal === null ? {} : { signal }),
  });
  if (redirect === 'error' && isRedirect(response.status, response.rawHeaders)) {
    response.cancel();
    throw new RedirectError('location', "Redirect refused: the call asked for redirect: 'error'", { response });
  }
  return response.toResponse();
}

function headersOf(init: RequestInit, from: Request | undefined): Headers {
  // As in fetch, headers given beside a Request replace the Request's.
  return new Headers(init.headers ?? from?.headers);
}
