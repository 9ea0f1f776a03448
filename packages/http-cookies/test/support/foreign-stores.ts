import type { Callback, Nullable } from 'tough-cookie';

import { type Cookie, Store } from '../../src/index.ts';

type Listener = (error: Error | null, value?: never) => void;
type Name = Nullable<string>;
type Behaviour = (callback: Listener) => unknown;

/** A store whose every method does the same: throws, rejects, hangs, answers. */
export class BrokenStore extends Store {
  constructor(behaviour: Behaviour) {
    super();
    const method = (...values: unknown[]): unknown => {
      const last = values.at(-1);
      return behaviour(typeof last === 'function' ? (last as Listener) : () => {});
    };
    const names = ['findCookie', 'findCookies', 'putCookie', 'updateCookie', 'removeCookie', 'removeCookies'];
    for (const name of [...names, 'removeAllCookies', 'getAllCookies']) {
      Object.defineProperty(this, name, { value: method, enumerable: false });
    }
  }
}

/** A store that knows no callbacks: what one writes today. It answers a turn later. */
export class PromiseStore extends Store {
  readonly #cookies = new Map<string, Cookie>();

  override async findCookie(domain: Name, path: Name, key: Name): Promise<never> {
    return this.#cookies.get(`${domain} ${path} ${key}`) as never;
  }

  override async findCookies(domain: Name): Promise<never> {
    await turn();
    const found = [...this.#cookies.values()].filter((one) => `.${domain}`.endsWith(`.${one.domain}`));
    return found as never;
  }

  override async putCookie(cookie: Cookie): Promise<void> {
    await turn();
    this.#cookies.set(`${cookie.domain} ${cookie.path} ${cookie.key}`, cookie);
  }

  override async removeCookie(domain: Name, path: Name, key: Name): Promise<void> {
    await turn();
    this.#cookies.delete(`${domain} ${path} ${key}`);
  }

  override getAllCookies(): Promise<Cookie[]>;
  override getAllCookies(callback: Callback<Cookie[]>): void;
  override async getAllCookies(): Promise<never> {
    await turn();
    return [...this.#cookies.values()] as never;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
