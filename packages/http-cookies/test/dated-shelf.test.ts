import { expect, it } from 'vitest';

import { memoryStore, sqliteStore } from '../src/index.ts';
import { cookieSite } from './support/cookie-site.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const set = ['session=1; Path=/', 'dated=1; Path=/; Max-Age=600'];
const keys = (cookies: readonly { readonly key: string }[]) => cookies.map(({ key }) => key);

it('keeps only dated cookies in the store, and all of them with the client', async () => {
  await using folder = await temporaryFolder();
  await using site = await cookieSite(({ target }) => (target === '/set' ? { set } : {}));
  for (const store of [memoryStore(), sqliteStore(folder.file('cookies.db'))]) {
    await using client = site.client({ store, persist: 'dated' });
    await client.get(site.url('a.example.com', '/set'));
    await client.get(site.url('a.example.com'));
    expect(site.lastCookie).toBe('session=1; dated=1');
    expect(keys(await store.getAllCookies())).toEqual(['dated']);
    await using next = site.client({ store, persist: 'dated' });
    await next.get(site.url('a.example.com'));
    expect(site.lastCookie).toBe('dated=1');
  }
});

it('keeps all of them in the store otherwise', async () => {
  await using site = await cookieSite(() => ({ set }));
  const store = memoryStore();
  await using client = site.client({ store });
  await client.get(site.url('a.example.com'));
  expect(keys(await store.getAllCookies())).toEqual(['session', 'dated']);
});

it('moves a cookie that changes its kind', async () => {
  await using site = await cookieSite(({ target }) =>
    target === '/'
      ? {}
      : { set: [`a=${target.slice(1)}; Path=/${target === '/dated' ? '; Max-Age=600' : ''}`] },
  );
  const store = memoryStore();
  await using client = site.client({ store, persist: 'dated' });
  for (const kind of ['session', 'dated', 'session']) {
    await client.get(site.url('a.example.com', `/${kind}`));
    await client.get(site.url('a.example.com'));
    expect(site.lastCookie).toBe(`a=${kind}`);
    expect(await store.getAllCookies()).toHaveLength(kind === 'dated' ? 1 : 0);
  }
  await client.get(site.url('a.example.com', '/dated'));
});
