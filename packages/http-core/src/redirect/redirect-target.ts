import type { HttpRequest } from '../request.ts';
import type { HttpResponse } from '../response.ts';
import { locationsOf } from './locations.ts';
import { refuseRedirect } from './refuse-redirect.ts';

/** Where a redirect leads, without userinfo and fragment. Throws a `RedirectError` where that is in doubt or is no web address. */
export function redirectTarget(request: HttpRequest, response: HttpResponse): URL {
  const locations = locationsOf(response.rawHeaders);
  const location = locations[0] as string;
  if (locations.some((other) => other !== location)) {
    throw refuseRedirect('conflict', request, location, 'comes with another Location that differs');
  }
  // An http(s) target without an authority is a path to some and a host to others.
  const target = /^\s*(?:$|\/\/(?:[/\\?#]|$)|https?:(?!\/\/[^/\\]))/i.test(location)
    ? null
    : URL.parse(location, request.url);
  if (target === null) throw refuseRedirect('location', request, location, 'is not a URL');
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    throw refuseRedirect('scheme', request, location, 'is neither http nor https');
  }
  if (target.hostname === 'unix') throw refuseRedirect('scheme', request, location, 'names a UNIX socket');
  // Credentials that a peer wrote into the URL are not ours to send.
  target.username = '';
  target.password = '';
  target.hash = '';
  return target;
}
