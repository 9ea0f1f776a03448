import { copyFile } from 'node:fs/promises';

import type { StorePlace } from '@x/http-testing';

import { type CookieStore, fileStore, sqliteStore } from '../../src/index.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A cookie file. It is opened again as a copy, since the same path gives the same store within a process. */
export async function filePlace(): Promise<StorePlace> {
  const folder = await temporaryFolder();
  const path = folder.file('cookies.json');
  return {
    store: fileStore(path),
    reopen: async () => {
      await copyFile(path, folder.file('copy.json'));
      return fileStore(folder.file('copy.json'));
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** A database. */
export async function sqlitePlace(): Promise<StorePlace> {
  const folder = await temporaryFolder();
  const stores: CookieStore[] = [];
  const another = (): CookieStore => {
    const store = sqliteStore(folder.file('cookies.db'));
    stores.push(store);
    return store;
  };
  const store = another();
  return {
    store,
    share: async () => another(),
    reopen: async () => {
      await store.close();
      return another();
    },
    [Symbol.asyncDispose]: async () => {
      for (const one of stores) await one.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
