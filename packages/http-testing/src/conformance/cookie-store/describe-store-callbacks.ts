import assert from 'node:assert/strict';

import type { SuiteRunner } from '../suite-runner.ts';
import { testUnless } from '../test-unless.ts';
import type { StoreLimits, StorePlace } from './store-limits.ts';
import { cookieMaker, namesOf, type StoredCookie } from './stored-cookie.ts';

/** That a store takes a callback wherever it gives a promise: tough-cookie's jar calls it with one. */
export function describeStoreCallbacks(
  { it }: SuiteRunner,
  factory: () => Promise<StorePlace>,
  limits: StoreLimits,
): void {
  const cookieOf = cookieMaker(limits.Cookie);
  const test = testUnless(it, limits.hasNoCallbacks === true ? 'it answers promises only' : undefined);
  test('answers callbacks, each once', async () => {
    await using place = await factory();
    const { store } = place;
    const answers: unknown[] = [];
    const answered = (
      start: (callback: (error: Error | null, value?: unknown) => void) => void,
    ): Promise<unknown> =>
      new Promise((resolve, reject) => {
        start((error, value) => {
          answers.push(value);
          if (error) reject(error);
          else resolve(value);
        });
      });
    const cookie = cookieOf('a');
    await answered((callback) => store.putCookie(cookie, callback));
    const found = (await answered((callback) =>
      store.findCookies('a.example.com', '/', true, callback),
    )) as StoredCookie[];
    assert.deepEqual(namesOf(found), ['a=value of a']);
    const all = (await answered((callback) => store.getAllCookies(callback))) as StoredCookie[];
    assert.equal(all.length, 1);
    await answered((callback) => store.updateCookie(cookie, cookieOf('a', { value: 'new' }), callback));
    const one = (await answered((callback) =>
      store.findCookie('a.example.com', '/', 'a', callback),
    )) as StoredCookie;
    assert.equal(one.value, 'new');
    await answered((callback) => store.removeCookie('a.example.com', '/', 'a', callback));
    await answered((callback) => store.removeCookies('a.example.com', null, callback));
    await answered((callback) => store.removeAllCookies(callback));
    assert.equal(answers.length, 8);
  });
}
