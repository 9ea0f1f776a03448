import { expect, it } from 'vitest';

import { CookieJar, type Jar } from '../src/index.ts';
import { cookieSite } from './support/cookie-site.ts';

it('any object with the two methods is a jar', async () => {
  const set: unknown[] = [];
  const jar: Jar = {
    getCookieString: async () => 'a=1; b=2',
    setCookie: async (line, url) => set.push([line, url]),
  };
  await using site = await cookieSite(() => ({
    set: ['c=3; Path=/; HttpOnly', 'd=4; Secure', 'e=5; Domain=com'],
  }));
  await using client = site.client({ jar });
  const url = site.url('a.example.com');
  await client.get(url, { headers: { cookie: 'a=mine' } });
  expect(site.lastCookie).toBe('a=mine; b=2');
  // What the rules refuse does not reach it.
  expect(set).toEqual([['c=3; Path=/; HttpOnly', url]]);
});

it('a CookieJar with ways of its own is asked by its methods', async () => {
  class Tagging extends CookieJar {
    override async getCookieString(): Promise<never> {
      return 'tag=1' as never;
    }
  }
  await using site = await cookieSite(() => ({ set: ['a=1'] }));
  const jar = new Tagging();
  await using client = site.client({ jar });
  await client.get(site.url('a.example.com'));
  expect(site.lastCookie).toBe('tag=1');
  expect(await jar.store.getAllCookies()).toHaveLength(1);
});

it('a plain CookieJar is held to the rules of this package', async () => {
  await using site = await cookieSite(() => ({ set: ['a=1; Domain=com', 'nameless', 'b=2'] }));
  const jar = new CookieJar(undefined, { looseMode: true, rejectPublicSuffixes: false });
  await using client = site.client({ jar });
  await client.get(site.url('www.com'));
  expect((await jar.store.getAllCookies()).map(({ key }) => key)).toEqual(['b']);
});
