import type { LookupAddress } from 'node:dns';

import { expect, it } from 'vitest';

import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import { DnsCache, type Lookup } from '../../src/transport/dns-cache.ts';

const address: LookupAddress = { address: '192.0.2.1', family: 4 };

function setUp(ttl: number) {
  const asked: { name: string; answer(error: Error | null, addresses?: LookupAddress[]): void }[] = [];
  const lookup: Lookup = (name, options, callback) => {
    expect(options).toMatchObject({ all: true, family: 0 });
    asked.push({ name, answer: (error, addresses = []) => callback(error, addresses) });
  };
  const clock = new VirtualClock();
  const cache = new DnsCache(lookup, ttl, clock);
  const heard: (readonly LookupAddress[] | Error)[] = [];
  const resolve = (name: string) => cache.resolve(name, (error, addresses) => heard.push(error ?? addresses));
  return { asked, cache, clock, heard, resolve };
}

it('answers from the cache until the time is over', async () => {
  const { asked, clock, heard, resolve } = setUp(30_000);
  resolve('a.example');
  asked[0]?.answer(null, [address]);
  await clock.advance(29_999);
  resolve('a.example');
  expect(heard).toEqual([[address], [address]]);
  expect(asked).toHaveLength(1);
  await clock.advance(1);
  resolve('a.example');
  expect(asked).toHaveLength(2);
});

it('asks once for look-ups at the same time', () => {
  const { asked, heard, resolve } = setUp(30_000);
  resolve('a.example');
  resolve('a.example');
  resolve('b.example');
  expect(asked.map(({ name }) => name)).toEqual(['a.example', 'b.example']);
  asked[0]?.answer(null, [address]);
  expect(heard).toHaveLength(2);
});

it('keeps no failure', () => {
  const { asked, heard, resolve } = setUp(30_000);
  resolve('a.example');
  asked[0]?.answer(new Error('no'));
  resolve('a.example');
  asked[1]?.answer(null, [address]);
  expect(heard).toEqual([new Error('no'), [address]]);
});

it('an answer without addresses is a failure', () => {
  const { asked, heard, resolve } = setUp(30_000);
  resolve('a.example');
  asked[0]?.answer(null, []);
  expect(heard[0]).toMatchObject({ code: 'ENOTFOUND' });
});

it('asks again after a name was dropped', () => {
  const { asked, cache, resolve } = setUp(30_000);
  resolve('a.example');
  asked[0]?.answer(null, [address]);
  cache.drop('a.example');
  resolve('a.example');
  expect(asked).toHaveLength(2);
});

it('asks every time with a time of zero', () => {
  const { asked, heard, resolve } = setUp(0);
  resolve('a.example');
  resolve('a.example');
  for (const { answer } of asked) answer(null, [address]);
  resolve('a.example');
  expect(asked).toHaveLength(3);
  expect(heard).toHaveLength(2);
});

it('calls nobody back who has gone', () => {
  const { asked, heard, resolve } = setUp(30_000);
  const gone = resolve('a.example');
  resolve('a.example');
  gone();
  asked[0]?.answer(null, [address]);
  expect(heard).toHaveLength(1);
});

it('keeps a thousand names', () => {
  const { asked, resolve } = setUp(Infinity);
  for (let index = 0; index <= 1_000; index++) {
    resolve(`${index}.example`);
    asked[index]?.answer(null, [address]);
  }
  resolve('1.example');
  expect(asked).toHaveLength(1_001);
  resolve('0.example');
  expect(asked).toHaveLength(1_002);
});
