import { describe, expect, it, test } from 'vitest';

import { eventLoopTurns } from '../../../http-testing/src/clock/event-loop-turn.ts';
import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import type { Call } from '../../src/call/context.ts';
import { createClient } from '../../src/create-client.ts';
import { ClientError, TimeoutError } from '../../src/errors/index.ts';
import { middleware } from '../../src/interceptors/middleware.ts';
import { definePlugin, type Layer } from '../../src/plugin.ts';
import { fakeTransport, openBody, rejection } from '../support/fake-transport.ts';

const url = 'http://a.test/';
const hanging = () => new Promise<never>(() => {});

test.each(['recover', 'decode', 'status', 'around', 'cache', 'breaker', 'bulkhead'] as const)(
  'covers what waits in %s',
  async (slot) => {
    const clock = new VirtualClock();
    const stuck: Layer<Call> = () => hanging;
    const plugin = definePlugin({
      name: 'stuck',
      contract: 1,
      setup: () => ({ call: { [slot]: stuck }, callOptions: {} }),
    });
    const transport = fakeTransport();
    const client = createClient({ clock, plugins: [plugin, transport] });
    const call = rejection(client.get(url, { timeout: 250 }));
    await clock.advance(249);
    expect(clock.pending).toBe(1);
    await clock.advance(1);
    const error = await call;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({
      phase: 'total',
      limit: 250,
      message: expect.stringContaining('Request timed out after 0.25s (phase: total)'),
    });
    expect(transport.requests).toHaveLength(0);
    expect(clock.pending).toBe(0);
  },
);

test('is armed when the verb is called, and shown to the layers', async () => {
  const clock = new VirtualClock({ now: 1_000 });
  const seen: number[] = [];
  const looking = middleware('hop', (hop, next) => {
    seen.push(hop.deadline);
    return next();
  });
  const client = createClient({ clock, plugins: [looking, fakeTransport()] });
  await client.get(url, { timeout: 300 });
  await client.get(url, { timeout: { total: null } });
  expect(seen).toEqual([1_300, Infinity]);
});

test('is one over all attempts and hops', async () => {
  const clock = new VirtualClock();
  const transport = fakeTransport(async () => {
    await clock.advance(40);
    return { status: 302, headers: { location: '/next' } };
  });
  const client = createClient({ clock, timeout: 100, plugins: [transport] });
  const error = (await rejection(client.get(url))) as ClientError;
  expect(error).toMatchObject({ phase: 'total' });
  expect(transport.requests.length).toBeLessThanOrEqual(3);
  expect(error.attempts).toMatchObject([{ redirects: transport.requests.length - 1 }]);
});

describe('on a stream', () => {
  it('ends at the head', async () => {
    const clock = new VirtualClock();
    const source = openBody();
    const client = createClient({
      clock,
      timeout: { total: 100, idle: null },
      plugins: [fakeTransport(() => ({ body: source.body }))],
    });
    const response = await client.stream('GET', url);
    await clock.advance(10_000);
    source.push('late');
    source.end();
    expect(await response.text()).toBe('late');
    expect(clock.pending).toBe(0);
  });
});

test('what comes after the end of the call is closed, and nobody’s unhandled rejection', async () => {
  const clock = new VirtualClock();
  const source = openBody();
  const gate = Promise.withResolvers<void>();
  const slow = middleware('call', async (_, next) => {
    const response = await next();
    await gate.promise;
    return response;
  });
  const transport = fakeTransport(() => ({ body: source.body }));
  const client = createClient({ clock, timeout: { total: 100, idle: null }, plugins: [slow, transport] });
  const call = rejection(client.stream('GET', url));
  await clock.advance(100);
  expect(await call).toMatchObject({ phase: 'total' });
  gate.resolve();
  await eventLoopTurns();
  expect(transport.destroyed).toBe(1);
});

describe('the caller’s signal', () => {
  it('that is aborted already sends nothing and rejects with its reason', async () => {
    const transport = fakeTransport();
    const client = createClient({ plugins: [transport] });
    for (const reason of ['stop', null, 0, new ClientError('mine')]) {
      expect(await rejection(client.get(url, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    }
    expect(await rejection(client.get(url, { signal: AbortSignal.abort() }))).toMatchObject({
      name: 'AbortError',
    });
    expect(transport.requests).toHaveLength(0);
  });

  it('composes with the timeout: whichever is first', async () => {
    const clock = new VirtualClock();
    const client = createClient({ clock, plugins: [fakeTransport(hanging)] });
    const controller = new AbortController();
    const late = rejection(client.get(url, { timeout: 100, signal: controller.signal }));
    await clock.advance(100);
    expect(await late).toBeInstanceOf(TimeoutError);
    const aborted = rejection(client.get(url, { timeout: 100, signal: controller.signal }));
    await clock.advance(50);
    controller.abort('stop');
    expect(await aborted).toBe('stop');
    expect(clock.pending).toBe(0);
  });

  it('may be any object that behaves like one', async () => {
    const target = new EventTarget();
    const signal = Object.assign(target, { aborted: false, reason: 'stop' });
    const client = createClient({ plugins: [fakeTransport(hanging)] });
    const call = rejection(client.get(url, { signal: signal as never }));
    await eventLoopTurns();
    signal.aborted = true;
    target.dispatchEvent(new Event('abort'));
    expect(await call).toBe('stop');
  });

  it.each(['response', 'error'])(
    'that fails to take its listener off after a %s rejects the call',
    async (outcome) => {
      const failure = new Error('no such listener');
      const signal = {
        aborted: false,
        addEventListener() {},
        removeEventListener() {
          throw failure;
        },
      };
      const script = outcome === 'error' ? () => Promise.reject(new ClientError('refused')) : () => ({});
      const client = createClient({ plugins: [fakeTransport(script)] });
      expect(await rejection(client.get(url, { signal: signal as never }))).toBe(failure);
    },
  );
});

describe('a layer around it', () => {
  const observed: unknown[] = [];
  const observer = definePlugin({
    name: 'observer',
    contract: 1,
    setup: () => ({
      call: {
        observe: (inner) => async (call) => {
          const [outcome] = await Promise.allSettled([inner(call)]);
          observed.push(outcome.status === 'fulfilled' ? outcome.value.status : outcome.reason);
          if (outcome.status === 'rejected') throw outcome.reason;
          return outcome.value;
        },
      },
      callOptions: {},
    }),
  });

  it('sees the response, and the error before it is described', async () => {
    const clock = new VirtualClock();
    const transport = fakeTransport((_, index) => (index === 0 ? {} : hanging()));
    const client = createClient({ clock, plugins: [observer, transport] });
    await client.get(url);
    const late = rejection(client.get(url, { timeout: 100 }));
    await clock.advance(100);
    const error = await late;
    expect(error).toMatchObject({ phase: 'total' });
    expect(observed).toEqual([200, error]);
    expect(clock.pending).toBe(0);
  });
});
