import type { Cookie } from 'tough-cookie';

import { isExpired } from './cookie-expiry.ts';
import { limits } from './limits.ts';
import type { Shelf } from './shelf.ts';

/**
 * Makes room for one more cookie of `cookie.domain`: the expired go, then the least recently used (RFC 6265bis, section 5.7).
 * `near` are the cookies of that domain and those above it.
 */
export async function makeRoom(
  shelf: Shelf,
  near: readonly Cookie[],
  cookie: Cookie,
  now: number,
): Promise<void> {
  const same = near.filter(({ domain }) => domain === cookie.domain);
  await evict(shelf, same, limits.perDomain - 1, now);
  if ((await shelf.count()) < limits.total) return;
  const all = await shelf.all();
  // The count of a foreign store is an estimate.
  if (all.length >= limits.total) await evict(shelf, all, limits.totalAfterEviction - 1, now);
}

async function evict(shelf: Shelf, cookies: readonly Cookie[], most: number, now: number): Promise<void> {
  if (cookies.length <= most) return;
  const oldestFirst = cookies.toSorted((a, b) => lastUse(a, now) - lastUse(b, now));
  for (const one of oldestFirst.slice(0, cookies.length - most)) await shelf.remove(one);
}

function lastUse(cookie: Cookie, now: number): number {
  if (isExpired(cookie, now)) return -Infinity;
  const { lastAccessed, creation } = cookie;
  const used = lastAccessed ?? creation;
  return used instanceof Date ? used.getTime() : 0;
}
