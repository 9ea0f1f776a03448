import { canonicalDomain, Cookie, defaultPath, domainMatch } from 'tough-cookie';

import { expiryOf } from './cookie-expiry.ts';
import type { CookieScope } from './cookie-scope.ts';
import { limits } from './limits.ts';
import { isPublicSuffix } from './public-suffix.ts';

/** The cookie of one Set-Cookie line that came from `scope` at `now`, or the reason why it is refused (RFC 6265bis, section 5.7). */
export function receivedCookie(line: string, scope: CookieScope, now: number): Cookie | string {
  if (line.length > limits.lineBytes) return `it is longer than ${limits.lineBytes} bytes`;
  // eslint-disable-next-line no-control-regex -- what the section names
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(line)) return 'it holds a control character';
  const cookie = Cookie.parse(withoutLongAttributes(line));
  if (cookie === undefined || cookie.key === '') return 'it has no name';
  if (cookie.key.length + cookie.value.length > limits.pairBytes) {
    return `its name and value are longer than ${limits.pairBytes} bytes`;
  }
  const hasDomain = cookie.domain !== null;
  const refused =
    settleDomain(cookie, scope.host) ?? settlePath(cookie, scope) ?? refuseInsecure(cookie, scope);
  if (refused !== undefined) return refused;
  const prefix = /^__(host|secure)-/i.exec(cookie.key)?.[1]?.toLowerCase();
  // What is Secure at this point came over https.
  if (prefix !== undefined && !cookie.secure) return 'its prefix asks for Secure and https';
  if (prefix === 'host' && (hasDomain || cookie.path !== '/' || cookie.pathIsDefault === true)) {
    return 'its prefix asks for Path=/ and no Domain';
  }
  cookie.expires = expiryOf(cookie, now);
  // From here on the date alone counts: tough-cookie would count a Max-Age from the last use.
  cookie.maxAge = null;
  cookie.creation = cookie.lastAccessed = new Date(now);
  return cookie;
}

/** Attributes longer than the limit are left out; the cookie stays (RFC 6265bis, section 5.6, step 6 of the attributes). */
function withoutLongAttributes(line: string): string {
  if (line.length <= limits.attributeBytes) return line;
  const [pair, ...attributes] = line.split(';');
  const kept = attributes.filter(
    (one) => one.slice(one.indexOf('=') + 1).trim().length <= limits.attributeBytes,
  );
  return [pair, ...kept].join(';');
}

function settleDomain(cookie: Cookie, host: string): string | undefined {
  const domain = cookie.domain === null ? host : canonical(cookie.domain);
  if (domain === undefined) return 'its Domain is not a host name';
  const isHostOnly = cookie.domain === null || (domain === host && isPublicSuffix(domain));
  if (domain !== host) {
    if (isPublicSuffix(domain)) return 'its Domain is a public suffix';
    if (domainMatch(host, domain, false) !== true) return 'its Domain is not that of the host';
  }
  cookie.domain = domain;
  cookie.hostOnly = isHostOnly;
  return undefined;
}

function canonical(domain: string): string | undefined {
  // One leading dot is gone by now; canonicalDomain would take another, and spaces.
  if (/^\.|\s/.test(domain)) return undefined;
  try {
    return canonicalDomain(domain);
  } catch {
    return undefined;
  }
}

function settlePath(cookie: Cookie, scope: CookieScope): undefined {
  if (cookie.path?.startsWith('/') === true) return;
  cookie.path = defaultPath(scope.path);
  cookie.pathIsDefault = true;
}

function refuseInsecure(cookie: Cookie, scope: CookieScope): string | undefined {
  return cookie.secure && !scope.isSecure ? 'it is Secure and came over http' : undefined;
}
