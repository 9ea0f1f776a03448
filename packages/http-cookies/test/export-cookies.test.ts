import { expect, it } from 'vitest';

import { Cookie, exportCookies, importCookies, memoryStore } from '../src/index.ts';
import { cookieSite } from './support/cookie-site.ts';

it('gives what a client has kept, for curl to go on with', async () => {
  await using site = await cookieSite(() => ({ set: ['session=1; HttpOnly', 'all=2; Domain=example.com'] }));
  const store = memoryStore();
  await using client = site.client({ store });
  await client.get(site.url('a.example.com'));
  expect((await exportCookies(store)).split('\n').slice(2)).toEqual([
    '#HttpOnly_a.example.com\tFALSE\t/\tFALSE\t0\tsession\t1',
    '.example.com\tTRUE\t/\tFALSE\t0\tall\t2',
    '',
  ]);
});

it('leaves the expired out, and comes back whole', async () => {
  const store = memoryStore();
  const fields = { value: '1', domain: 'a.example.com', path: '/', hostOnly: true };
  await store.putCookie(new Cookie({ ...fields, key: 'over', expires: new Date(1_000) }));
  await store.putCookie(new Cookie({ ...fields, key: 'kept' }));
  const other = memoryStore();
  expect(await importCookies(other, await exportCookies(store))).toBe(1);
  expect((await other.getAllCookies()).map(({ key }) => key)).toEqual(['kept']);
});
