import type { Store } from 'tough-cookie';

import { isExpired } from './cookie-expiry.ts';
import { shelfOf } from './jars.ts';
import { formatNetscape } from './netscape.ts';

/** Every cookie of a store as the text of a Netscape cookie file. It holds secrets: write it for its owner only. */
export async function exportCookies(store: Store): Promise<string> {
  const now = Date.now();
  const cookies = await shelfOf(store).all();
  return formatNetscape(cookies.filter((cookie) => !isExpired(cookie, now)));
}
