import type { AttemptContext, HopContext } from '../attempt-context.ts';
import { RedirectError, TooManyRedirectsError } from '../errors/index.ts';
import type { RedirectSettings } from '../options/redirect.ts';
import type { Send } from '../plugin.ts';
import { redactUrl } from '../redact.ts';
import { HttpRequest } from '../request.ts';
import type { HttpResponse } from '../response.ts';

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Whether a head asks to be followed; a redirect without a Location is an ordinary response. */
export function isRedirect(status: number, rawHeaders: readonly string[]): boolean {
  return redirects.has(status) && locationsOf(rawHeaders).length > 0;
}

/** The only way from attempt to hop: follows by the rules of Fetch, with credentials kept to their origin. */
export function redirectStep(inner: Send<HopContext>): Send<AttemptContext> {
  return (attempt) => {
    const answer = inner(attempt.beginHop());
    const { redirect } = attempt.settings;
    if (!redirect.follow) return answer;
    return answer.then((response) =>
      isRedirect(response.status, response.rawHeaders) ? follow(inner, attempt, redirect, response) : response,
    );
  };
}

async function follow(
  inner: Send<HopContext>,
  attempt: AttemptContext,
  settings: RedirectSettings,
  first: HttpResponse,
): Promise<HttpResponse> {
  let request = attempt.request;
  let response = first;
  const followed: string[] = [];
  while (isRedirect(response.status, response.rawHeaders)) {
    let next: HttpRequest;
    try {
      if (followed.length >= settings.max) throw new TooManyRedirectsError(settings.max, { request });
      next = nextRequest(request, response, settings);
    } catch (error) {
      response.cancel();
      request.body?.destroy(error);
      throw error;
    }
    // Small bodies are read so that the connection can be kept; a long or slow one is closed beside the next hop.
    void response.discard();
    followed.push(next.url);
    attempt.record.redirects = followed.length;
    tell(attempt, request, next, response.status);
    request = next;
    response = await inner(attempt.beginHop(next));
  }
  return response.redirectedBy(followed);
}

function tell(attempt: AttemptContext, from: HttpRequest, to: HttpRequest, status: number): void {
  const { events } = attempt.call.host;
  if (!events.hasListeners('redirect.followed')) return;
  events.emit('redirect.followed', { method: to.method, url: from.url, location: to.url, status });
}

/** The request that a redirect asks for. Throws a `RedirectError` where it must not be made. */
export function nextRequest(request: HttpRequest, response: HttpResponse, settings: RedirectSettings): HttpRequest {
  const target = targetOf(request, response);
  const from = request.location;
  if (from.protocol === 'https:' && target.protocol === 'http:' && !settings.allowDowngrade) {
    throw refuse('downgrade', request, target.href, 'leads from https to http; redirect.allowDowngrade permits it');
  }
  const isForeign = target.origin !== from.origin;
  const dropsBody = changesMethod(request.method, response.status);
  const method = dropsBody ? 'GET' : request.method;
  const body = dropsBody ? undefined : request.body;
  if (dropsBody) request.body?.destroy(undefined);
  if (body !== undefined && !body.isReplayable) {
    throw refuse('body', request, target.href, 'asks for the body again, which was a stream and is spent');
  }
  if (body !== undefined && isForeign && !settings.replayBodyCrossOrigin) {
    const reason = 'asks for the body to go to another origin; redirect.replayBodyCrossOrigin permits it';
    throw refuse('body', request, target.href, reason);
  }
  const headers = request.headers.clone();
  for (const name of headers.names()) {
    const isDropped = name.startsWith('content-')
      ? dropsBody || (isForeign && body === undefined && name !== 'content-length')
      : isForeign && !isKept(name, settings);
    if (isDropped) headers.delete(name);
  }
  return new HttpRequest(method, target, headers, body, dropsBody ? undefined : request.contentLength);
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

function locationsOf(rawHeaders: readonly string[]): string[] {
  const found: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if ((rawHeaders[index] as string).toLowerCase() === 'location') found.push(rawHeaders[index + 1] as string);
  }
  return found;
}

function targetOf(request: HttpRequest, response: HttpResponse): URL {
  const locations = locationsOf(response.rawHeaders);
  const location = locations[0] as string;
  if (locations.some((other) => other !== location)) {
    throw refuse('conflict', request, location, 'comes with another Location that differs');
  }
  // An http(s) target without an authority is a path to some and a host to others.
  const target = /^\s*(?:$|\/\/(?:[/\\?#]|$)|https?:(?!\/\/[^/\\]))/i.test(location)
    ? null
    : URL.parse(location, request.location.href);
  if (target === null) throw refuse('location', request, location, 'is not a URL');
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    throw refuse('scheme', request, location, 'is neither http nor https');
  }
  if (target.hostname === 'unix') throw refuse('scheme', request, location, 'names a UNIX socket');
  // Credentials that a peer wrote into the URL are not ours to send.
  target.username = '';
  target.password = '';
  target.hash = '';
  return target;
}

function refuse(
  reason: ConstructorParameters<typeof RedirectError>[0],
  request: HttpRequest,
  location: string,
  why: string,
): RedirectError {
  return new RedirectError(reason, `Redirect refused: the location ${redactUrl(location)} ${why}`, { request });
}
