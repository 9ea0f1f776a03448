import { Cookie, type Store } from 'tough-cookie';

import { domainsAbove } from './cookie-scope.ts';
import type { Shelf } from './shelf.ts';

/** How many additions may pass before the cookies of a foreign store are counted again. */
const recountAfter = 100;

/** Anybody's `Store` as a shelf: takes its callback or its promise, whichever answers, and its throws as rejections. */
export class ForeignShelf implements Shelf {
  readonly #store: Store;
  #count: number | undefined;
  #additions = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Opening is its owner's business. */
  open(): void {}

  holds(): boolean {
    return true;
  }

  async find(host: string): Promise<readonly Cookie[]> {
    try {
      return await ask((callback) => this.#store.findCookies(host, null, true, callback));
    } catch (error) {
      // tough-cookie's own store throws for `local`, `test` and `example`, which it takes for public suffixes.
      if (host.includes('.')) throw error;
      const domains = domainsAbove(host);
      return (await this.all()).filter(({ domain }) => domain !== null && domains.includes(domain));
    }
  }

  async named(key: string): Promise<readonly Cookie[]> {
    return (await this.all()).filter((one) => one.key === key);
  }

  async put(cookie: Cookie): Promise<void> {
    this.#additions += 1;
    await tell((callback) => this.#store.putCookie(cookie, callback));
  }

  async remove({ domain, path, key }: Cookie): Promise<void> {
    await tell((callback) => this.#store.removeCookie(domain, path, key, callback));
  }

  all(): Promise<readonly Cookie[]> {
    return ask((callback) => this.#store.getAllCookies(callback));
  }

  /** Rather too high than too low: what is put in the place of another counts until the next count. */
  async count(): Promise<number> {
    if (this.#count === undefined || this.#additions >= recountAfter) {
      this.#count = (await this.all()).length;
      this.#additions = 0;
    }
    return this.#count + this.#additions;
  }

  flush(): void {}

  /** It is not ours to close. */
  close(): void {}
}

type Answer = (error: Error | null, value?: Cookie[]) => void;

/** The list that a store gives: to the callback, or as the value of the promise it returns. */
async function ask(question: (callback: Answer) => unknown): Promise<readonly Cookie[]> {
  const found = await settle<unknown>(question, (value) => Array.isArray(value) || value === null);
  return Array.isArray(found) ? found.flatMap(asCookie) : [];
}

async function tell(command: (callback: Answer) => unknown): Promise<void> {
  await settle<unknown>(command, () => true);
}

/** The first of callback and promise; a promise counts only with a value that `isAnswer`, since some stores give both. */
function settle<T>(work: (callback: Answer) => unknown, isAnswer: (value: unknown) => boolean): Promise<T> {
  return new Promise((resolve, reject) => {
    const returned = work((error, value) => (error ? reject(error) : resolve((value ?? null) as T)));
    if (typeof (returned as PromiseLike<unknown> | undefined)?.then !== 'function') return;
    (returned as PromiseLike<unknown>).then((value) => {
      if (isAnswer(value)) resolve(value as T);
    }, reject);
  });
}

/** Stores may give plain objects, or cookies of another copy of tough-cookie. */
function asCookie(value: unknown): Cookie[] {
  if (value instanceof Cookie) return [value];
  const cookie = Cookie.fromJSON(value);
  return cookie === undefined ? [] : [cookie];
}
