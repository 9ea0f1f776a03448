import assert from 'node:assert/strict';

import type { SuiteRunner } from '../suite-runner.ts';
import { describeLastingStore } from './describe-lasting-store.ts';
import { describeStoreCallbacks } from './describe-store-callbacks.ts';
import type { StoreLimits, StorePlace } from './store-limits.ts';
import { cookieMaker, namesOf } from './stored-cookie.ts';
import type { TestedStore } from './tested-store.ts';

/**
 * The conformance suite for cookie stores (tough-cookie's `Store`): what a jar relies on. `factory` makes a place anew for
 * each test; `limits` has the class of the cookies and what the store need not do.
 */
export function describeCookieStore(
  runner: SuiteRunner,
  factory: () => Promise<StorePlace>,
  limits: StoreLimits,
): void {
  const cookieOf = cookieMaker(limits.Cookie);
  const test = (name: string, body: (store: TestedStore) => Promise<void>): unknown =>
    runner.it(name, async () => {
      await using place = await factory();
      await body(place.store);
    });
  const keys = async (store: TestedStore, domain: string, path: string | null = null): Promise<string[]> =>
    (await store.findCookies(domain, path, true)).map(({ key }) => key).toSorted();

  runner.describe('cookie store', () => {
    test('is empty at first', async (store) => {
      assert.deepEqual(await store.getAllCookies(), []);
      assert.deepEqual(await store.findCookies('a.example.com', null, true), []);
      assert.equal(await store.findCookie('a.example.com', '/', 'a'), undefined);
    });

    test('gives every field back', async (store) => {
      const expires = new Date('2030-01-02T03:04:05.678Z');
      const creation = new Date('2026-01-01T00:00:00.123Z');
      const lastAccessed = new Date('2026-02-01T00:00:00.456Z');
      const flags = { secure: true, httpOnly: true, hostOnly: false, pathIsDefault: true, sameSite: 'lax' };
      const cookie = cookieOf('a', {
        ...flags,
        expires,
        creation,
        lastAccessed,
        extensions: ['Priority=High'],
      });
      await store.putCookie(cookie);
      const [found] = await store.getAllCookies();
      assert.ok(found instanceof limits.Cookie);
      assert.deepEqual(found.toJSON(), cookie.toJSON());
      assert.ok(found.expires instanceof Date);
    });

    test('keeps a cookie without an expiry as one', async (store) => {
      await store.putCookie(cookieOf('a'));
      assert.equal((await store.findCookie('a.example.com', '/', 'a'))?.expires, 'Infinity');
    });

    test('finds the cookies of a host and the domains above it', async (store) => {
      const domains = ['b.a.example.com', 'a.example.com', 'example.com', 'other.example.com', 'xample.com'];
      for (const domain of domains) await store.putCookie(cookieOf(domain, { domain }));
      assert.deepEqual(await keys(store, 'a.example.com'), ['a.example.com', 'example.com']);
      assert.deepEqual(await keys(store, 'example.com'), ['example.com']);
      assert.deepEqual(await keys(store, 'com'), []);
    });

    test('finds by path when asked to', async (store) => {
      for (const path of ['/', '/docs', '/docs/', '/docsearch', '/docs/api']) {
        await store.putCookie(cookieOf(path, { path }));
      }
      assert.deepEqual(await keys(store, 'a.example.com', '/docs/x'), ['/', '/docs', '/docs/']);
      assert.equal((await keys(store, 'a.example.com')).length, 5);
    });

    test('takes any host name', async (store) => {
      const hosts = [
        'local',
        'test',
        'example',
        'localhost',
        'intranet',
        '127.0.0.1',
        '::1',
        'xn--85x722f.xn--fiqs8s',
      ];
      for (const domain of hosts) {
        await store.putCookie(cookieOf('a', { domain }));
        assert.deepEqual(await keys(store, domain), ['a'], domain);
      }
    });

    test('holds one cookie per domain, path and name', async (store) => {
      for (const value of ['1', '2']) {
        for (const domain of ['a.example.com', 'example.com']) {
          for (const path of ['/', '/docs']) {
            for (const key of ['a', 'A', '__proto__']) {
              await store.putCookie(cookieOf(key, { domain, path, value }));
            }
          }
        }
      }
      const all = await store.getAllCookies();
      assert.equal(all.length, 12);
      assert.ok(all.every(({ value }) => value === '2'));
    });

    test('replaces by updateCookie too', async (store) => {
      const old = cookieOf('a', { value: 'old' });
      await store.putCookie(old);
      await store.updateCookie(old, cookieOf('a', { value: 'new' }));
      assert.deepEqual(namesOf(await store.getAllCookies()), ['a=new']);
    });

    test('keeps the order of creation, also of what is replaced', async (store) => {
      for (const key of ['c', 'a', 'b']) await store.putCookie(cookieOf(key));
      const [first] = await store.getAllCookies();
      const again = cookieOf('c', { value: 'again' });
      again.creationIndex = first?.creationIndex ?? 0;
      await store.putCookie(again);
      assert.deepEqual(
        (await store.getAllCookies()).map(({ key }) => key),
        ['c', 'a', 'b'],
      );
    });

    test('removes one cookie and no other', async (store) => {
      await store.putCookie(cookieOf('a'));
      await store.putCookie(cookieOf('b'));
      await store.putCookie(cookieOf('a', { path: '/docs' }));
      await store.putCookie(cookieOf('a', { domain: 'example.com' }));
      await store.removeCookie('a.example.com', '/', 'a');
      await store.removeCookie('a.example.com', '/', 'unknown');
      assert.equal(await store.findCookie('a.example.com', '/', 'a'), undefined);
      assert.equal((await store.getAllCookies()).length, 3);
    });

    test('removes the cookies of a domain, or of a path of it', async (store) => {
      for (const domain of ['a.example.com', 'example.com']) {
        for (const path of ['/', '/docs']) await store.putCookie(cookieOf('a', { domain, path }));
      }
      await store.removeCookies('a.example.com', '/docs');
      assert.equal((await store.getAllCookies()).length, 3);
      await store.removeCookies('a.example.com', null);
      assert.deepEqual(
        (await store.getAllCookies()).map(({ domain }) => domain),
        ['example.com', 'example.com'],
      );
    });

    test('removes all', async (store) => {
      for (const key of ['a', 'b']) await store.putCookie(cookieOf(key));
      await store.removeAllCookies();
      assert.deepEqual(await store.getAllCookies(), []);
    });

    test('keeps text as it is', async (store) => {
      const values = [
        '',
        'a=b',
        '"quoted"',
        "it's",
        '\u00e4\u00ff',
        '%00',
        '; drop table',
        '\\u0000',
        'x'.repeat(4_000),
      ];
      for (const [index, value] of values.entries()) await store.putCookie(cookieOf(`k${index}`, { value }));
      const found = await store.getAllCookies();
      assert.deepEqual(
        found.map(({ value }) => value),
        values,
      );
    });

    test('loses nothing that is put at once', async (store) => {
      const many = Array.from({ length: 100 }, (_, index) => `k${index}`);
      await Promise.all(many.map((key) => store.putCookie(cookieOf(key))));
      assert.deepEqual((await store.getAllCookies()).map(({ key }) => key).toSorted(), many.toSorted());
    });

    const count = limits.cookies ?? 3_000;
    test(`holds ${count} cookies`, async (store) => {
      const domains = Array.from({ length: count }, (_, index) => `h${index}.example.com`);
      await Promise.all(domains.map((domain) => store.putCookie(cookieOf('a', { domain }))));
      assert.equal((await store.getAllCookies()).length, count);
      assert.deepEqual(await keys(store, 'h7.example.com'), ['a']);
    });

    describeStoreCallbacks(runner, factory, limits);
    describeLastingStore(runner, factory, limits);
  });
}
