import { type Cookie, domainMatch, pathMatch } from 'tough-cookie';

import type { CookieScope } from './cookie-scope.ts';

/** Whether a kept cookie goes to `scope`, its expiry apart (RFC 6265bis, section 5.8.3). */
export function goesTo(cookie: Cookie, scope: CookieScope): boolean {
  const { domain, path } = cookie;
  if (domain === null || path === null || (cookie.secure && !scope.isSecure)) return false;
  const isHost =
    cookie.hostOnly === true ? domain === scope.host : domainMatch(scope.host, domain, false) === true;
  return isHost && isPathOf(scope.path, path);
}

/** Servers write Path encoded or not; either form of the request's path will do. */
function isPathOf(path: string, cookiePath: string): boolean {
  if (pathMatch(path, cookiePath)) return true;
  return path.includes('%') && pathMatch(decoded(path), cookiePath);
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/**
 * Whether `cookie`, set over http, would stand in for a Secure one of the same name: "leave Secure cookies alone"
 * (RFC 6265bis, section 5.7, step 16).
 */
export function overlaysSecure(cookie: Cookie, kept: Cookie): boolean {
  if (!kept.secure || kept.key !== cookie.key || kept.domain === null || cookie.domain === null) return false;
  const isNear =
    domainMatch(cookie.domain, kept.domain, false) === true ||
    domainMatch(kept.domain, cookie.domain, false) === true;
  return isNear && pathMatch(cookie.path ?? '/', kept.path ?? '/');
}

/** Whether two cookies take each other's place in a jar. */
export function isSameKey(one: Cookie, other: Cookie): boolean {
  return one.key === other.key && one.domain === other.domain && one.path === other.path;
}
