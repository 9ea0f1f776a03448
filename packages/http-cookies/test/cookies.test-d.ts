import { createClient } from '@x/http-core';

import {
  CookieJar,
  cookies,
  type CookieStore,
  fileStore,
  memoryStore,
  sqliteStore,
  Store,
} from '../src/index.ts';

const client = createClient({ plugins: [cookies()] });
const plain = createClient();
const stores: CookieStore[] = [memoryStore(), fileStore('cookies.json'), sqliteStore('cookies.db')];

class OwnStore extends Store {}

export const calls = [
  () => client.get('', { cookies: false }),
  () => client.get('', { cookies: new CookieJar() }),
  () => client.get('', { cookies: { getCookieString: async () => '', setCookie: async () => undefined } }),
  () => stores.map((store) => cookies({ store, persist: 'dated' })),
  () => cookies({ store: new OwnStore() }),
  () => cookies({ jar: new CookieJar(new OwnStore()) }),
  // @ts-expect-error -- true is what it is without the option
  () => client.get('', { cookies: true }),
  // @ts-expect-error -- a store is no jar
  () => client.get('', { cookies: memoryStore() }),
  // @ts-expect-error -- a client without the plugin does not have its option
  () => plain.get('', { cookies: false }),
  // @ts-expect-error -- nor has the plugin an option of that name
  () => cookies({ path: 'cookies.json' }),
  // @ts-expect-error -- a jar is no store
  () => cookies({ store: new CookieJar() }),
  // @ts-expect-error -- all or dated
  () => cookies({ store: memoryStore(), persist: true }),
];
