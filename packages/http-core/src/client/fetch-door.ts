import { RedirectError } from '../errors/index.ts';
import { declaredProperty } from '../own-property.ts';
import { isRedirect } from '../redirect/locations.ts';
import type { HttpResponse } from '../response.ts';

/** The client's `stream`, untyped by plugins. */
export type StreamCall = (method: string, url: string | URL, options: object) => Promise<HttpResponse>;

/** Makes of a `fetch` call a streamed call of the chain, and of its response a web `Response`. Statuses do not raise. */
export async function fetchThrough(
  stream: StreamCall,
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const from = input instanceof Request ? input : undefined;
  // As in fetch, headers given beside a Request replace the Request's.
  const own = <K extends keyof RequestInit>(name: K): RequestInit[K] | undefined =>
    declaredProperty(init, name);
  const method = own('method') ?? from?.method ?? 'GET';
  const redirect = own('redirect') ?? from?.redirect ?? 'follow';
  const body: unknown = own('body') ?? from?.body ?? undefined;
  const signal = own('signal') === undefined ? from?.signal : own('signal');
  const headers = own('headers') ?? from?.headers;
  const response = await stream(method, from?.url ?? (input as string | URL), {
    throwOnStatus: false,
    ...(headers === undefined ? {} : { headers }),
    ...(redirect === 'follow' ? {} : { redirect: { follow: false } }),
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined || signal === null ? {} : { signal }),
  });
  try {
    if (redirect === 'error' && isRedirect(response)) {
      throw new RedirectError('location', "Redirect refused: the call asked for redirect: 'error'", {
        response,
      });
    }
    return response.toResponse();
  } catch (error) {
    response.cancel();
    throw error;
  }
}
