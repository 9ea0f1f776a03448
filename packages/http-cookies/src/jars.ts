import type { Clock } from '@x/http-core';
import type { Store } from 'tough-cookie';

import type { CookiesOptions } from './cookies-options.ts';
import { DatedShelf } from './dated-shelf.ts';
import { ForeignShelf } from './foreign-shelf.ts';
import type { HopJar } from './hop-jar.ts';
import { isPlainJar, type Jar } from './jar.ts';
import { MemoryStore } from './memory-store.ts';
import { MethodJar } from './method-jar.ts';
import { ShelfStore } from './shelf-store.ts';
import type { Shelf, Soon } from './shelf.ts';
import { StoreJar } from './store-jar.ts';

/** The jars of one client: its own, and those that calls bring along. */
export class Jars {
  readonly #clock: Clock;
  readonly #own: HopJar;
  readonly #shelf: Shelf | undefined;
  readonly #brought = new WeakMap<Jar, HopJar>();

  constructor({ jar, store, persist }: CookiesOptions, clock: Clock) {
    this.#clock = clock;
    if (jar !== undefined) {
      this.#own = makeJar(jar, clock);
      return;
    }
    const shelf = shelfOf(store ?? new MemoryStore());
    this.#shelf = persist === 'dated' ? new DatedShelf(shelf) : shelf;
    this.#own = new StoreJar(this.#shelf, clock);
  }

  /** The jar for a call's option `cookies`; `undefined` for none. */
  for(option: Jar | false | undefined): HopJar | undefined {
    if (option === undefined) return this.#own;
    if (option === false) return undefined;
    let jar = this.#brought.get(option);
    if (jar === undefined) this.#brought.set(option, (jar = makeJar(option, this.#clock)));
    return jar;
  }

  /** Opens the client's own store, so that its failure is told before the first call. */
  open(): Soon<void> {
    return this.#shelf?.open();
  }

  /** Closes the client's own store; a jar that was given is its owner's. */
  close(): Soon<void> {
    return this.#shelf?.close();
  }
}

function makeJar(jar: Jar, clock: Clock): HopJar {
  return isPlainJar(jar) ? new StoreJar(shelfOf(jar.store), clock) : new MethodJar(jar, clock);
}

/** Ours as it is, anybody else's behind an adapter. */
export function shelfOf(store: Store): Shelf {
  return store instanceof ShelfStore ? store : new ForeignShelf(store);
}
