import type { Cookie } from 'tough-cookie';

import { isDated } from './cookie-expiry.ts';
import { MemoryStore } from './memory-store.ts';
import type { Shelf, Soon } from './shelf.ts';

/** Puts only cookies with an expiry into the store, as a browser does; the rest stay in memory and end with the client. */
export class DatedShelf implements Shelf {
  readonly #store: Shelf;
  readonly #session = new MemoryStore();

  constructor(store: Shelf) {
    this.#store = store;
  }

  open(): Soon<void> {
    return this.#store.open();
  }

  holds(host: string): boolean {
    return this.#session.holds(host) || this.#store.holds(host);
  }

  find(host: string): Soon<readonly Cookie[]> {
    return join(this.#session.find(host), this.#store.find(host));
  }

  named(key: string): Soon<readonly Cookie[]> {
    return join(this.#session.named(key), this.#store.named(key));
  }

  all(): Soon<readonly Cookie[]> {
    return join(this.#session.all(), this.#store.all());
  }

  async count(): Promise<number> {
    return (await this.#session.count()) + (await this.#store.count());
  }

  async put(cookie: Cookie): Promise<void> {
    const [to, from] = isDated(cookie) ? [this.#store, this.#session] : [this.#session, this.#store];
    await to.put(cookie);
    // It may have been of the other kind before.
    await from.remove(cookie);
  }

  async remove(cookie: Cookie): Promise<void> {
    await this.#session.remove(cookie);
    await this.#store.remove(cookie);
  }

  flush(): Soon<void> {
    return this.#store.flush();
  }

  close(): Soon<void> {
    return this.#store.close();
  }
}

function join(session: Soon<readonly Cookie[]>, kept: Soon<readonly Cookie[]>): Soon<readonly Cookie[]> {
  if (session instanceof Promise || kept instanceof Promise) {
    return Promise.all([session, kept]).then((both) => both.flat());
  }
  return [...session, ...kept];
}
