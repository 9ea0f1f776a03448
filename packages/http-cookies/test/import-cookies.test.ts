import { MemoryCookieStore } from 'tough-cookie';
import { expect, it } from 'vitest';

import { exportCookies, importCookies, memoryStore } from '../src/index.ts';
import { cookieSite } from './support/cookie-site.ts';

const line = (name: string, expires: number, value = '1') =>
  `a.example.com\tFALSE\t/\tFALSE\t${expires}\t${name}\t${value}`;

it('puts a browser’s session into a client', async () => {
  await using site = await cookieSite();
  const store = memoryStore();
  expect(await importCookies(store, [line('session', 0), line('dated', 4_070_908_800)].join('\n'))).toBe(2);
  await using client = site.client({ store });
  await client.get(site.url('a.example.com'));
  expect(site.lastCookie).toBe('session=1; dated=1');
});

it('leaves out what no server could have set, and lets none live longer than 400 days', async () => {
  const store = memoryStore();
  const text = [line('over', 1), line('large', 0, 'x'.repeat(4_096)), line('kept', 4_070_908_800)].join('\n');
  expect(await importCookies(store, text)).toBe(1);
  const [kept] = await store.getAllCookies();
  expect(Number(kept?.expires)).toBeLessThanOrEqual(Date.now() + 400 * 86_400_000);
});

it('replaces the cookie that is there', async () => {
  const store = memoryStore();
  await importCookies(store, line('a', 0, 'old'));
  await importCookies(store, line('a', 0, 'new'));
  expect((await store.getAllCookies()).map(({ value }) => value)).toEqual(['new']);
});

it('takes and gives for any Store', async () => {
  const store = new MemoryCookieStore();
  await importCookies(store, line('a', 0));
  expect(await exportCookies(store)).toContain(line('a', 0));
});
