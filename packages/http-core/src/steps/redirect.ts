import type { AttemptContext, HopContext } from '../call/attempt-context.ts';
import { TooManyRedirectsError } from '../errors/index.ts';
import type { RedirectSettings } from '../options/redirect.ts';
import type { Send } from '../plugin.ts';
import { isRedirect, locationsOf } from '../redirect/locations.ts';
import { nextRequest } from '../redirect/next-request.ts';
import type { HttpRequest } from '../request.ts';
import type { HttpResponse } from '../response.ts';
import type { Settling } from '../segment.ts';

/** Follows redirects by the rules of Fetch, with credentials kept to their origin; `inner` sends one hop. */
export function redirectStep(inner: Send<HopContext>): Settling<HopContext> {
  return {
    fulfilled({ attemptContext, settings }, response) {
      return settings.redirect.follow && isRedirect(response)
        ? follow(inner, attemptContext, settings.redirect, response)
        : response;
    },
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
  while (isRedirect(response)) {
    let next: HttpRequest;
    try {
      if (followed.length >= settings.max) throw tooMany(settings.max, request, response);
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

function tooMany(max: number, request: HttpRequest, response: HttpResponse): TooManyRedirectsError {
  const location = locationsOf(response.rawHeaders)[0] as string;
  return new TooManyRedirectsError(max, {
    request,
    location: URL.parse(location, request.url) ?? location,
  });
}

function tell(attempt: AttemptContext, from: HttpRequest, to: HttpRequest, status: number): void {
  const { events } = attempt.call.host;
  if (!events.hasListeners('redirect.followed')) return;
  events.emit('redirect.followed', { method: to.method, url: from.url, location: to.url, status });
}
