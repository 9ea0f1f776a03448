import type { Clock } from '@x/http-core';
import { type Cookie, cookieCompare } from 'tough-cookie';

import { isExpired } from './cookie-expiry.ts';
import type { CookiePair } from './cookie-header.ts';
import { goesTo, isSameKey, overlaysSecure } from './cookie-match.ts';
import type { CookieScope } from './cookie-scope.ts';
import { makeRoom } from './eviction.ts';
import { type HopJar, nameIn, type Refusal } from './hop-jar.ts';
import { receivedCookie } from './received-cookie.ts';
import type { Shelf, Soon } from './shelf.ts';

/** The rules of RFC 6265bis over a store: what is taken (section 5.7) and what is sent (section 5.8.3), by the client's clock. */
export class StoreJar implements HopJar {
  readonly #shelf: Shelf;
  readonly #clock: Clock;

  constructor(shelf: Shelf, clock: Clock) {
    this.#shelf = shelf;
    this.#clock = clock;
  }

  holds(host: string): boolean {
    return this.#shelf.holds(host);
  }

  read(scope: CookieScope): Soon<readonly CookiePair[]> {
    const found = this.#shelf.find(scope.host);
    return found instanceof Promise
      ? found.then((cookies) => this.#select(cookies, scope))
      : this.#select(found, scope);
  }

  async write(line: string, scope: CookieScope): Promise<Refusal | undefined> {
    const now = this.#clock.wallNow();
    const cookie = receivedCookie(line, scope, now);
    if (typeof cookie === 'string') return { cookie: nameIn(line), reason: cookie };
    if (
      !scope.isSecure &&
      (await this.#shelf.named(cookie.key)).some((kept) => overlaysSecure(cookie, kept))
    ) {
      return { cookie: nameIn(line), reason: 'a Secure cookie of this name is there, and it came over http' };
    }
    const kept = await this.#shelf.find(cookie.domain ?? scope.host);
    const old = kept.find((one) => isSameKey(one, cookie));
    if (isExpired(cookie, now)) {
      if (old !== undefined) await this.#shelf.remove(old);
      return undefined;
    }
    if (old === undefined) await makeRoom(this.#shelf, kept, cookie, now);
    else if (isRepeated(old, cookie)) return undefined;
    else {
      // Section 5.7, step 23: who was there first stays first.
      cookie.creation = old.creation;
      cookie.creationIndex = old.creationIndex;
    }
    await this.#shelf.put(cookie);
    return undefined;
  }

  flush(): Soon<void> {
    return this.#shelf.flush();
  }

  #select(cookies: readonly Cookie[], scope: CookieScope): CookiePair[] {
    const now = this.#clock.wallNow();
    const used = new Date(now);
    const chosen: Cookie[] = [];
    for (const cookie of cookies) {
      if (isExpired(cookie, now)) this.#forget(cookie);
      else if (goesTo(cookie, scope)) {
        chosen.push(cookie);
        // A Max-Age, which only a store of somebody's own holds, counts from here.
        if (cookie.maxAge === null) cookie.lastAccessed = used;
      }
    }
    if (chosen.length > 1) chosen.sort(cookieCompare);
    return chosen.map((cookie) => ({ name: cookie.key, text: cookie.cookieString() }));
  }

  /** Nobody waits for it: what stays is over all the same. */
  #forget(cookie: Cookie): void {
    void (async () => this.#shelf.remove(cookie))().catch(() => {});
  }
}

/** Servers repeat an unchanged session cookie with every answer; that needs no writing. */
function isRepeated(old: Cookie, cookie: Cookie): boolean {
  return (
    old.value === cookie.value &&
    old.secure === cookie.secure &&
    old.httpOnly === cookie.httpOnly &&
    old.hostOnly === cookie.hostOnly &&
    old.sameSite === cookie.sameSite &&
    old.maxAge === null &&
    Number(old.expires) === Number(cookie.expires)
  );
}
