import { expect, it } from 'vitest';

import { VirtualClock } from '../../http-testing/src/clock/virtual-clock.ts';
import { scopeOf } from '../src/cookie-scope.ts';
import { MemoryStore } from '../src/memory-store.ts';
import { StoreJar } from '../src/store-jar.ts';
import { cookieSite } from './support/cookie-site.ts';

const scope = scopeOf(new URL('https://a.example.com/'));

/** Counts what is asked of it. */
class CountingStore extends MemoryStore {
  readonly asked: string[] = [];
  override find(host: string) {
    this.asked.push('find');
    return super.find(host);
  }
  override put(cookie: Parameters<MemoryStore['put']>[0]) {
    this.asked.push('put');
    return super.put(cookie);
  }
}

it('is not asked for a host that it has nothing for', async () => {
  const store = new CountingStore();
  await using site = await cookieSite(({ target }) =>
    target === '/set' ? { set: ['a=1; Domain=example.com'] } : {},
  );
  await using client = site.client({ store });
  await client.get(site.url('a.example.com'));
  expect(store.asked).toEqual([]);
  await client.get(site.url('a.example.com', '/set'));
  store.asked.length = 0;
  await client.get(site.url('b.example.net'));
  expect(store.asked).toEqual([]);
  await client.get(site.url('b.example.com'));
  expect(store.asked).toEqual(['find']);
});

it('does not write a session cookie that is repeated unchanged', async () => {
  const store = new CountingStore();
  const jar = new StoreJar(store, new VirtualClock());
  for (const line of ['a=1', 'a=1', 'a=1; HttpOnly', 'a=1; HttpOnly', 'a=2; HttpOnly']) {
    await jar.write(line, scope);
  }
  expect(store.asked.filter((what) => what === 'put')).toHaveLength(3);
});

it('keeps the place of a cookie that gets another value', async () => {
  const clock = new VirtualClock();
  const jar = new StoreJar(new MemoryStore(), clock);
  for (const line of ['a=1', 'b=1', 'a=2']) {
    clock.shiftWall(1_000);
    await jar.write(line, scope);
  }
  expect(await jar.read(scope)).toEqual([
    { name: 'a', text: 'a=2' },
    { name: 'b', text: 'b=1' },
  ]);
});

it('takes an expired cookie out of the store when it meets one', async () => {
  const clock = new VirtualClock();
  const store = new MemoryStore();
  const jar = new StoreJar(store, clock);
  await jar.write('a=1; Max-Age=60', scope);
  clock.shiftWall(60_000);
  expect(await jar.read(scope)).toEqual([]);
  expect(await store.getAllCookies()).toEqual([]);
});
