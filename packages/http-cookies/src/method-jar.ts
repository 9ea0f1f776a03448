import type { Clock } from '@x/http-core';

import { type CookiePair, pairsOf } from './cookie-header.ts';
import type { CookieScope } from './cookie-scope.ts';
import { type HopJar, nameIn, type Refusal } from './hop-jar.ts';
import type { Jar } from './jar.ts';
import { receivedCookie } from './received-cookie.ts';

/** A jar with ways of its own: a cookie that the rules refuse does not reach it; what it keeps and sends is its business. */
export class MethodJar implements HopJar {
  readonly #jar: Jar;
  readonly #clock: Clock;

  constructor(jar: Jar, clock: Clock) {
    this.#jar = jar;
    this.#clock = clock;
  }

  holds(): boolean {
    return true;
  }

  async read({ location }: CookieScope): Promise<readonly CookiePair[]> {
    return pairsOf((await this.#jar.getCookieString(location.href)) ?? '');
  }

  async write(line: string, scope: CookieScope): Promise<Refusal | undefined> {
    const cookie = receivedCookie(line, scope, this.#clock.wallNow());
    if (typeof cookie === 'string') return { cookie: nameIn(line), reason: cookie };
    await this.#jar.setCookie(cookie.toString(), scope.location.href);
    return undefined;
  }

  flush(): void {}
}
