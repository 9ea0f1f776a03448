import { MemoryCookieStore } from 'tough-cookie';
import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../http-testing/src/clock/virtual-clock.ts';
import { scopeOf } from '../src/cookie-scope.ts';
import { ForeignShelf } from '../src/foreign-shelf.ts';
import { memoryStore } from '../src/index.ts';
import type { MemoryStore } from '../src/memory-store.ts';
import type { Shelf } from '../src/shelf.ts';
import { StoreJar } from '../src/store-jar.ts';
import { cookieSite } from './support/cookie-site.ts';

const scope = scopeOf(new URL('https://a.example.com/'));
const keysOf = async (shelf: Shelf) =>
  new Set((await shelf.all()).map(({ key, domain }) => `${key}@${domain}`));

describe.each<readonly [string, () => Shelf]>([
  ['of ours', () => memoryStore() as MemoryStore],
  ['of tough-cookie', () => new ForeignShelf(new MemoryCookieStore())],
])('a full store %s', (_whose, makeShelf) => {
  it('holds 180 cookies of one domain: the least recently used go', async () => {
    const clock = new VirtualClock();
    const shelf = makeShelf();
    const jar = new StoreJar(shelf, clock);
    for (let index = 0; index < 180; index += 1) {
      clock.shiftWall(1);
      await jar.write(`k${index}=1; Path=/${index % 2 === 0 ? 'even' : 'odd'}`, scope);
    }
    expect((await keysOf(shelf)).size).toBe(180);
    clock.shiftWall(1);
    // Using the even ones leaves k1 as the oldest.
    await jar.read(scopeOf(new URL('https://a.example.com/even')));
    await jar.write('new=1', scope);
    const keys = await keysOf(shelf);
    expect(keys.size).toBe(180);
    expect([
      keys.has('k0@a.example.com'),
      keys.has('k1@a.example.com'),
      keys.has('new@a.example.com'),
    ]).toEqual([true, false, true]);
  });

  it('lets the expired go first', async () => {
    const clock = new VirtualClock();
    const shelf = makeShelf();
    const jar = new StoreJar(shelf, clock);
    for (let index = 0; index < 180; index += 1) {
      await jar.write(`k${index}=1${index === 90 ? '; Max-Age=5' : ''}`, scope);
    }
    clock.shiftWall(6_000);
    await jar.write('new=1', scope);
    const keys = await keysOf(shelf);
    expect([keys.has('k0@a.example.com'), keys.has('k90@a.example.com'), keys.size]).toEqual([
      true,
      false,
      180,
    ]);
  });

  it('makes room for new cookies only', async () => {
    const shelf = makeShelf();
    const jar = new StoreJar(shelf, new VirtualClock());
    for (let index = 0; index < 180; index += 1) await jar.write(`k${index}=1`, scope);
    await jar.write('k7=2', scope);
    await jar.write('k8=; Max-Age=0', scope);
    await jar.write('k9=; Max-Age=0; Path=/elsewhere', scope);
    expect((await shelf.all()).length).toBe(179);
  });

  it('never holds more than 3,000 cookies in all', async () => {
    const clock = new VirtualClock();
    const shelf = makeShelf();
    const jar = new StoreJar(shelf, clock);
    let most = 0;
    for (let index = 0; index < 3_400; index += 1) {
      clock.shiftWall(1);
      await jar.write('k=1', scopeOf(new URL(`https://h${index}.example.com/`)));
      if (index % 50 === 0 || index > 2_990) most = Math.max(most, (await shelf.all()).length);
    }
    expect(most).toBeLessThanOrEqual(3_000);
    const keys = await keysOf(shelf);
    expect(keys.size).toBeGreaterThan(2_600);
    expect([keys.has('k@h0.example.com'), keys.has('k@h3399.example.com')]).toEqual([false, true]);
  });
});

it('goes through a client in the same way', async () => {
  await using site = await cookieSite(({ target }) => ({
    set: Array.from({ length: 50 }, (_, index) => `k${target.slice(1)}${index}=1`),
  }));
  const store = memoryStore();
  await using client = site.client({ store });
  for (const batch of ['a', 'b', 'c', 'd']) await client.get(site.url('a.example.com', `/${batch}`));
  const keys = (await store.getAllCookies()).map(({ key }) => key);
  expect(keys).toHaveLength(180);
  expect(keys).toContain('kd49');
});
