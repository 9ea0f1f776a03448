import { getEventListeners } from 'node:events';

import { expect, test } from 'vitest';

import { eventLoopTurns } from '../../../http-testing/src/clock/event-loop-turn.ts';
import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import { leakCheck } from '../../../http-testing/src/fault-server/leak-check.ts';
import { createClient } from '../../src/create-client.ts';
import { fakeTransport, openBody, rejection } from '../support/fake-transport.ts';

const url = 'http://a.test/';
const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;

test('one signal over 10,000 calls of every kind keeps no listener, and no timer is left', async () => {
  const clock = new VirtualClock();
  const { signal } = new AbortController();
  const transport = fakeTransport((request) => {
    const kind = request.url.pathname;
    if (kind === '/missing') return { status: 404 };
    if (kind === '/moved') return { status: 302, headers: { location: '/' } };
    if (kind === '/broken') return Promise.reject(new Error('broken'));
    return { body: 'fine' };
  });
  const client = createClient({ clock, baseUrl: url, plugins: [transport] });
  const kinds: readonly (() => Promise<unknown>)[] = [
    () => client.get('', { signal }).text(),
    () => client.get('missing', { signal }).result(),
    () => client.get('moved', { signal }),
    () => rejection(client.get('broken', { signal, timeout: { attempt: 5 } })),
    () => client.stream('GET', '', { signal }).then((response) => response.text()),
    () => client.stream('GET', '', { signal }).then((response) => response.cancel()),
    () => rejection(client.get('', { signal, timeout: -1 })),
    () => client.fetch('', { signal }).then((response) => response.text()),
  ];
  for (let round = 0; round < 10_000 / kinds.length; round++) await Promise.all(kinds.map((call) => call()));
  await eventLoopTurns();
  expect(listeners(signal)).toBe(0);
  expect(clock.pending).toBe(0);
});

test('a thousand concurrent calls on one signal warn of nothing, and all end with its reason', async () => {
  const watch = leakCheck();
  const controller = new AbortController();
  const { signal } = controller;
  const client = createClient({ plugins: [fakeTransport(() => new Promise<never>(() => {}))] });
  const calls = Array.from({ length: 1_000 }, () => rejection(client.get(url, { signal })));
  await eventLoopTurns();
  expect(listeners(signal)).toBe(1_000);
  controller.abort('stop');
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['stop']));
  expect(listeners(signal)).toBe(0);
  await watch.check();
});

test('a stream keeps its listener until its body ends, however it ends', async () => {
  const { signal } = new AbortController();
  const open = () => {
    const source = openBody();
    const client = createClient({ plugins: [fakeTransport(() => ({ body: source.body }))] });
    return client.stream('GET', url, { signal }).then((response) => ({ source, response }));
  };
  const read = await open();
  expect(listeners(signal)).toBe(1);
  read.source.end();
  await read.response.text();
  expect(listeners(signal)).toBe(0);
  const failed = await open();
  failed.source.fail(new Error('cut'));
  await rejection(failed.response.text());
  expect(listeners(signal)).toBe(0);
  const cancelled = await open();
  cancelled.response.cancel();
  expect(listeners(signal)).toBe(0);
});

test('a deadline while waiting for a connection says that the pool was full', async () => {
  const clock = new VirtualClock();
  const transport = fakeTransport((request) => {
    request.onQueue?.(true);
    return new Promise<never>(() => {});
  });
  const client = createClient({ clock, pool: { maxConnections: 7 }, plugins: [transport] });
  const call = rejection(client.get(url, { timeout: 100 }));
  await clock.advance(100);
  expect(await call).toMatchObject({
    phase: 'total',
    sent: 'none',
    message: expect.stringMatching(/connection pool exhausted.*maxConnections \(7\)/),
  });
});
