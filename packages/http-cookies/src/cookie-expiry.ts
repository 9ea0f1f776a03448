import type { Cookie } from 'tough-cookie';

import { limits } from './limits.ts';

/**
 * When a cookie that was received at `now` expires, at most 400 days on (RFC 6265bis, section 5.6); `Infinity` for the end of
 * the session. Max-Age wins over Expires. All in milliseconds since the epoch.
 */
export function expiryOf(cookie: Cookie, now: number): Date | 'Infinity' {
  const latest = now + limits.lifetime;
  const { maxAge, expires } = cookie;
  if (maxAge === '-Infinity' || (typeof maxAge === 'number' && maxAge <= 0)) return new Date(0);
  if (maxAge === 'Infinity') return new Date(latest);
  if (typeof maxAge === 'number') return new Date(Math.min(now + maxAge * 1_000, latest));
  if (!(expires instanceof Date)) return 'Infinity';
  return new Date(Math.min(expires.getTime(), latest));
}

/** Whether a kept cookie is over at `now`. */
export function isExpired(cookie: Cookie, now: number): boolean {
  const { maxAge, expires } = cookie;
  // Ours hold an absolute date; a store of somebody's own may hold a Max-Age, which counts from the last time it was set.
  if (maxAge !== null) return (cookie.expiryTime() ?? Infinity) <= now;
  return expires instanceof Date && expires.getTime() <= now;
}

/** Whether it lives longer than a session (RFC 6265bis, section 5.7: persistent-flag). */
export function isDated(cookie: Cookie): boolean {
  return cookie.maxAge !== null || cookie.expires instanceof Date;
}
