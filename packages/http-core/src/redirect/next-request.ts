import type { RedirectSettings } from '../options/redirect.ts';
import { HttpRequest } from '../request.ts';
import type { HttpResponse } from '../response.ts';
import { redirectTarget } from './redirect-target.ts';
import { refuseRedirect } from './refuse-redirect.ts';

/** The request that a redirect asks for. Throws a `RedirectError` where it must not be made. */
export function nextRequest(
  request: HttpRequest,
  response: HttpResponse,
  settings: RedirectSettings,
): HttpRequest {
  const target = redirectTarget(request, response);
  const from = request.location;
  if (from.protocol === 'https:' && target.protocol === 'http:' && !settings.allowDowngrade) {
    const why = 'leads from https to http; redirect.allowDowngrade permits it';
    throw refuseRedirect('downgrade', request, target.href, why);
  }
  const isForeign = target.origin !== from.origin;
  const dropsBody = changesMethod(request.method, response.status);
  const method = dropsBody ? 'GET' : request.method;
  const body = dropsBody ? undefined : request.body;
  if (dropsBody) request.body?.destroy(undefined);
  if (body !== undefined && !body.isReplayable) {
    const why = 'asks for the body again, which was a stream and is spent';
    throw refuseRedirect('body', request, target.href, why);
  }
  if (body !== undefined && isForeign && !settings.replayBodyCrossOrigin) {
    const why = 'asks for the body to go to another origin; redirect.replayBodyCrossOrigin permits it';
    throw refuseRedirect('body', request, target.href, why);
  }
  const headers = request.headers.clone();
  for (const name of headers.names()) {
    const isDropped = name.startsWith('content-')
      ? dropsBody || (isForeign && body === undefined && name !== 'content-length')
      : isForeign && !isKept(name, settings);
    if (isDropped) headers.delete(name);
  }
  return new HttpRequest(method, target.href, headers, body, dropsBody ? undefined : request.contentLength);
}

/** Nothing but these goes to another origin: a header that nobody here knows may be a credential. */
const safelist: ReadonlySet<string> = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent']);

function isKept(name: string, settings: RedirectSettings): boolean {
  return safelist.has(name) || settings.keepHeaders.includes(name);
}

/** Fetch, "HTTP-redirect fetch", step 12: 303 turns everything but HEAD into GET, 301 and 302 only POST. */
function changesMethod(method: string, status: number): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD';
  return (status === 301 || status === 302) && method === 'POST';
}
