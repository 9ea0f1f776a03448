import {
  type Callback,
  type Cookie,
  type ErrorCallback,
  type Nullable,
  pathMatch,
  Store,
} from 'tough-cookie';

import type { Shelf, Soon } from './shelf.ts';

/** A shelf that is a tough-cookie `Store` as well, so that a `CookieJar` can stand on it: callbacks and promises. */
export abstract class ShelfStore extends Store implements Shelf {
  abstract open(): Soon<void>;
  abstract holds(host: string): boolean;
  abstract find(host: string): Soon<readonly Cookie[]>;
  abstract named(key: string): Soon<readonly Cookie[]>;
  abstract put(cookie: Cookie): Soon<void>;
  abstract remove(cookie: CookieKey): Soon<void>;
  abstract all(): Soon<readonly Cookie[]>;
  abstract count(): Soon<number>;
  abstract flush(): Soon<void>;
  abstract close(): Soon<void>;

  override findCookie(domain: Name, path: Name, key: Name): Promise<Cookie | undefined>;
  override findCookie(domain: Name, path: Name, key: Name, callback: Callback<Cookie | undefined>): void;
  override findCookie(domain: Name, path: Name, key: Name, callback?: Callback<Cookie | undefined>): unknown {
    const isWanted = (one: Cookie) => one.domain === domain && one.path === path && one.key === key;
    return answer(
      after(this.find.bind(this, domain ?? ''), (found) => found.find(isWanted)),
      callback,
    );
  }

  override findCookies(domain: Name, path: Name, allowSpecialUseDomain?: boolean): Promise<Cookie[]>;
  override findCookies(domain: Name, path: Name, special?: boolean, callback?: Callback<Cookie[]>): void;
  override findCookies(domain: Name, path: Name, special?: unknown, callback?: Callback<Cookie[]>): unknown {
    // The flag may be left out before a callback.
    const listener = typeof special === 'function' ? (special as Callback<Cookie[]>) : callback;
    const isWanted = (one: Cookie) => !path || pathMatch(path, one.path ?? '/');
    return answer(
      after(this.find.bind(this, domain ?? ''), (found) => found.filter(isWanted)),
      listener,
    );
  }

  override putCookie(cookie: Cookie): Promise<void>;
  override putCookie(cookie: Cookie, callback: ErrorCallback): void;
  override putCookie(cookie: Cookie, callback?: ErrorCallback): unknown {
    return answer(
      this.#lasting(() => this.put(cookie)),
      callback,
    );
  }

  override updateCookie(oldCookie: Cookie, newCookie: Cookie): Promise<void>;
  override updateCookie(oldCookie: Cookie, newCookie: Cookie, callback: ErrorCallback): void;
  override updateCookie(_oldCookie: Cookie, newCookie: Cookie, callback?: ErrorCallback): unknown {
    return answer(
      this.#lasting(() => this.put(newCookie)),
      callback,
    );
  }

  override removeCookie(domain: Name, path: Name, key: Name): Promise<void>;
  override removeCookie(domain: Name, path: Name, key: Name, callback: ErrorCallback): void;
  override removeCookie(domain: Name, path: Name, key: Name, callback?: ErrorCallback): unknown {
    const gone = { domain: domain ?? '', path: path ?? '', key: key ?? '' };
    return answer(
      this.#lasting(() => this.remove(gone)),
      callback,
    );
  }

  override removeCookies(domain: string, path: Name): Promise<void>;
  override removeCookies(domain: string, path: Name, callback: ErrorCallback): void;
  override removeCookies(domain: string, path: Name, callback?: ErrorCallback): unknown {
    const isGone = (one: Cookie) => one.domain === domain && (!path || one.path === path);
    return answer(
      this.#lasting(after(this.all.bind(this), (all) => this.#removeEach(all.filter(isGone)))),
      callback,
    );
  }

  override removeAllCookies(): Promise<void>;
  override removeAllCookies(callback: ErrorCallback): void;
  override removeAllCookies(callback?: ErrorCallback): unknown {
    return answer(this.#lasting(after(this.all.bind(this), (all) => this.#removeEach(all))), callback);
  }

  override getAllCookies(): Promise<Cookie[]>;
  override getAllCookies(callback: Callback<Cookie[]>): void;
  override getAllCookies(callback?: Callback<Cookie[]>): unknown {
    return answer(
      after(this.all.bind(this), (all) => [...all]),
      callback,
    );
  }

  #removeEach(cookies: readonly Cookie[]): Soon<void> {
    const pending = cookies.map((one) => this.remove(one)).filter((one) => one instanceof Promise);
    return pending.length === 0 ? undefined : Promise.all(pending).then(() => {});
  }

  /** Whoever goes through the Store interface hears back when the change is safe. */
  #lasting(change: () => Soon<void>): () => Soon<void> {
    return after(change, () => this.flush());
  }
}

/** What tells a cookie from every other. */
export interface CookieKey {
  readonly domain: string | null;
  readonly path: string | null;
  readonly key: string;
}

type Name = Nullable<string>;

function after<T, U>(first: () => Soon<T>, then: (value: T) => Soon<U>): () => Soon<U> {
  return () => {
    const value = first();
    return value instanceof Promise ? value.then(then) : then(value);
  };
}

function answer<T>(
  work: () => Soon<T>,
  callback: ((error: never, value: never) => void) | undefined,
): unknown {
  if (callback === undefined) return new Promise<T>((resolve) => resolve(work()));
  const listener = callback as unknown as (error: Error | null, value?: T) => void;
  let result: Soon<T>;
  try {
    result = work();
  } catch (error) {
    return listener(asError(error));
  }
  if (!(result instanceof Promise)) return listener(null, result);
  result.then(
    (value) => listener(null, value),
    (error: unknown) => listener(asError(error)),
  );
  return undefined;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
