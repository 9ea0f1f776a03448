import assert from 'node:assert/strict';

import type { SuiteRunner } from '../suite-runner.ts';
import { testUnless } from '../test-unless.ts';
import type { StoreLimits, StorePlace } from './store-limits.ts';
import { cookieMaker, namesOf } from './stored-cookie.ts';

/** What outlives a store, and what another one on the same place sees of it. */
export function describeLastingStore(
  { it }: SuiteRunner,
  factory: () => Promise<StorePlace>,
  limits: StoreLimits,
): void {
  const cookieOf = cookieMaker(limits.Cookie);
  const lasting = testUnless(it, limits.isVolatile === true ? 'it ends with the process' : undefined);
  const shared = testUnless(it, limits.isExclusive === true ? 'it is for one at a time' : undefined);

  lasting('has kept everything when it is opened again', async () => {
    await using place = await factory();
    for (const key of ['a', 'b', 'c']) await place.store.putCookie(cookieOf(key));
    await place.store.removeCookie('a.example.com', '/', 'b');
    await place.store.putCookie(cookieOf('a', { value: 'new', expires: new Date('2030-01-01') }));
    const again = await place.reopen?.();
    assert.ok(again !== undefined, 'the place of a lasting store has reopen');
    const cookies = await again.getAllCookies();
    assert.deepEqual(namesOf(cookies), ['a=new', 'c=value of c']);
    assert.deepEqual(cookies.find(({ key }) => key === 'a')?.expires, new Date('2030-01-01'));
    await again.putCookie(cookieOf('d'));
    assert.deepEqual(namesOf(await again.findCookies('a.example.com', '/', true)), [
      'a=new',
      'c=value of c',
      'd=value of d',
    ]);
  });

  lasting('has kept that everything was removed', async () => {
    await using place = await factory();
    await place.store.putCookie(cookieOf('a'));
    await place.store.removeAllCookies();
    assert.deepEqual(await (await place.reopen?.())?.getAllCookies(), []);
  });

  shared('sees at once what another one wrote and removed', async () => {
    await using place = await factory();
    const other = await place.share?.();
    assert.ok(other !== undefined, 'the place of a shared store has share');
    await place.store.putCookie(cookieOf('a'));
    assert.deepEqual(namesOf(await other.findCookies('a.example.com', null, true)), ['a=value of a']);
    await other.putCookie(cookieOf('a', { value: 'new' }));
    await other.putCookie(cookieOf('b'));
    assert.deepEqual(namesOf(await place.store.getAllCookies()), ['a=new', 'b=value of b']);
    await place.store.removeCookie('a.example.com', '/', 'a');
    assert.deepEqual(namesOf(await other.getAllCookies()), ['b=value of b']);
  });

  shared('loses nothing when two write at once', async () => {
    await using place = await factory();
    const other = await place.share?.();
    const keys = Array.from({ length: 100 }, (_, index) => `k${index}`);
    assert.ok(other !== undefined, 'the place of a shared store has share');
    const put = (key: string, index: number) =>
      (index % 2 === 0 ? place.store : other).putCookie(cookieOf(key));
    await Promise.all(keys.map(put));
    assert.equal((await place.store.getAllCookies()).length, 100);
  });
}
