import type { Store } from 'tough-cookie';

import { expiryOf, isExpired } from './cookie-expiry.ts';
import { shelfOf } from './jars.ts';
import { limits } from './limits.ts';
import { parseNetscape } from './netscape.ts';

/**
 * Puts the cookies of a Netscape cookie file into a store; resolves to how many there were. Expired and oversized ones are
 * left out, and none lives longer than 400 days.
 */
export async function importCookies(store: Store, text: string): Promise<number> {
  const shelf = shelfOf(store);
  const now = Date.now();
  let count = 0;
  for (const cookie of parseNetscape(text)) {
    if (isExpired(cookie, now) || cookie.key.length + cookie.value.length > limits.pairBytes) continue;
    cookie.expires = expiryOf(cookie, now);
    cookie.creation = cookie.lastAccessed = new Date(now);
    await shelf.put(cookie);
    count += 1;
  }
  await shelf.flush();
  return count;
}
