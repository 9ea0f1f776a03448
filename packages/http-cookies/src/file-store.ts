import { resolve } from 'node:path';

import { optionChecks } from '@x/http-core';
import type { Cookie } from 'tough-cookie';

import { readCookieFile, writeCookieFile } from './cookie-file.ts';
import type { CookieStore } from './cookie-store.ts';
import { MemoryStore } from './memory-store.ts';
import type { CookieKey } from './shelf-store.ts';
import type { Soon } from './shelf.ts';

/** Stores by path: two on one file would overwrite each other. */
const stores = new Map<string, WeakRef<FileStore>>();

/**
 * Keeps cookies in one JSON file, for one process; the file is read on first use and replaced whole after a change. The same
 * path gives the same store.
 */
export function fileStore(path: string): CookieStore {
  const absolute = resolve(optionChecks.checkText(optionChecks.refuseConfiguration, 'fileStore: path', path));
  let store = stores.get(absolute)?.deref();
  if (store === undefined) stores.set(absolute, new WeakRef((store = new FileStore(absolute))));
  return store;
}

class FileStore extends MemoryStore {
  readonly #path: string;
  #loading: Promise<void> | undefined;
  #isLoaded = false;
  /** Counts changes, so that a write knows what it did not hold. */
  #changes = 0;
  #written = 0;
  #writing: Promise<void> | undefined;

  constructor(path: string) {
    super();
    this.synchronous = false;
    this.#path = path;
  }

  override open(): Soon<void> {
    return this.#isLoaded ? undefined : this.#load();
  }

  override holds(host: string): boolean {
    return !this.#isLoaded || super.holds(host);
  }

  override find(host: string): Soon<readonly Cookie[]> {
    return this.#isLoaded ? super.find(host) : this.#load().then(() => super.find(host));
  }

  override named(key: string): Soon<readonly Cookie[]> {
    return this.#isLoaded ? super.named(key) : this.#load().then(() => super.named(key));
  }

  override all(): Soon<readonly Cookie[]> {
    return this.#isLoaded ? super.all() : this.#load().then(() => super.all());
  }

  override count(): Soon<number> {
    return this.#isLoaded ? super.count() : this.#load().then(() => super.count());
  }

  override put(cookie: Cookie): Soon<void> {
    if (!this.#isLoaded) return this.#load().then(() => this.put(cookie));
    this.#changes += 1;
    return super.put(cookie);
  }

  override remove(cookie: CookieKey): Soon<void> {
    if (!this.#isLoaded) return this.#load().then(() => this.remove(cookie));
    this.#changes += 1;
    return super.remove(cookie);
  }

  /** Writes until the file holds every change so far; changes that come together share one write. */
  override async flush(): Promise<void> {
    const wanted = this.#changes;
    while (this.#written < wanted) await (this.#writing ??= this.#write());
  }

  override close(): Promise<void> {
    return this.flush();
  }

  async #write(): Promise<void> {
    try {
      const changes = this.#changes;
      await writeCookieFile(this.#path, this.list());
      this.#written = changes;
    } finally {
      this.#writing = undefined;
    }
  }

  /** A failure is for whoever asked; the next one tries again. */
  #load(): Promise<void> {
    return (this.#loading ??= this.#read().finally(() => {
      this.#loading = undefined;
    }));
  }

  async #read(): Promise<void> {
    const cookies = await readCookieFile(this.#path);
    for (const cookie of cookies) void super.put(cookie);
    this.#isLoaded = true;
  }
}
