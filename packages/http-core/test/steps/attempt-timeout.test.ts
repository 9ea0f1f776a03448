import { describe, expect, it, test } from 'vitest';

import { eventLoopTurns } from '../../../http-testing/src/clock/event-loop-turn.ts';
import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import { createClient } from '../../src/create-client.ts';
import { TimeoutError } from '../../src/errors/index.ts';
import { definePlugin } from '../../src/plugin.ts';
import { fakeTransport, openBody, rejection } from '../support/fake-transport.ts';

const url = 'http://a.test/';
const hanging = () => new Promise<never>(() => {});

/** One more attempt after a failed one. */
const again = definePlugin({
  name: 'again',
  contract: 1,
  setup: () => ({
    call: { retry: (inner) => (call) => inner(call.beginAttempt()).catch(() => inner(call.beginAttempt())) },
    callOptions: {},
  }),
});

test('ends one attempt while the call goes on, and the next has its own', async () => {
  const clock = new VirtualClock();
  const transport = fakeTransport((_, index) => (index === 0 ? hanging() : { status: 204 }));
  const client = createClient({
    clock,
    timeout: { attempt: 100, total: 1_000 },
    plugins: [again, transport],
  });
  const call = client.get(url);
  await clock.advance(100);
  const response = await call;
  expect(response.attempts).toMatchObject([
    { error: 'ERR_HTTP_TIMEOUT', duration: 100 },
    { status: 204, duration: 0 },
  ]);
  expect(clock.pending).toBe(0);
});

test('is a TimeoutError with its phase and limit where nobody tries again', async () => {
  const clock = new VirtualClock();
  const client = createClient({ clock, timeout: { attempt: 100 }, plugins: [fakeTransport(hanging)] });
  const call = rejection(client.get(url));
  await clock.advance(100);
  const error = await call;
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({ phase: 'attempt', limit: 100 });
  expect(clock.pending).toBe(0);
});

test('covers redirects and the body of a buffered call', async () => {
  const clock = new VirtualClock();
  const source = openBody();
  const transport = fakeTransport((_, index) =>
    index === 0 ? { status: 302, headers: { location: '/b' } } : { status: 500, body: source.body },
  );
  const client = createClient({
    clock,
    timeout: { attempt: 100, idle: 70, total: 1_000 },
    plugins: [transport],
  });
  const call = rejection(client.get(url));
  await clock.advance(60);
  source.push('a');
  await clock.advance(40);
  expect(await call).toMatchObject({ phase: 'attempt' });
  expect(transport.destroyed).toBe(1);
  await clock.advance(0);
  expect(clock.pending).toBe(0);
});

describe('on a stream', () => {
  it('ends at the head; the end of the call still reaches the body', async () => {
    const clock = new VirtualClock();
    const source = openBody();
    const controller = new AbortController();
    const client = createClient({
      clock,
      timeout: { attempt: 100, idle: null },
      plugins: [fakeTransport(() => ({ body: source.body }))],
    });
    const response = await client.stream('GET', url, { signal: controller.signal });
    await clock.advance(1_000);
    source.push('late');
    const reader = response.body.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('late');
    const reading = rejection(reader.read());
    controller.abort('stop');
    expect(await reading).toBe('stop');
    expect(clock.pending).toBe(0);
  });

  it('closes a body that comes too late', async () => {
    const clock = new VirtualClock();
    const gate = Promise.withResolvers<void>();
    const source = openBody();
    const slow = definePlugin({
      name: 'slow',
      contract: 1,
      setup: () => ({
        hop: {
          around: (inner) => async (hop) => {
            const response = await inner(hop);
            await gate.promise;
            return response;
          },
        },
        callOptions: {},
      }),
    });
    const transport = fakeTransport(() => ({ body: source.body }));
    const client = createClient({
      clock,
      timeout: { attempt: 100, total: null },
      plugins: [slow, transport],
    });
    const call = rejection(client.stream('GET', url));
    await clock.advance(100);
    expect(await call).toMatchObject({ phase: 'attempt' });
    gate.resolve();
    await eventLoopTurns();
    expect(transport.destroyed).toBe(1);
    expect(clock.pending).toBe(0);
  });
});

test('an attempt that begins after the call has ended sends nothing and arms no timer', async () => {
  const clock = new VirtualClock();
  const transport = fakeTransport(hanging);
  const client = createClient({ clock, timeout: { attempt: 100, total: 50 }, plugins: [again, transport] });
  const call = rejection(client.get(url));
  await clock.advance(50);
  expect(await call).toMatchObject({ phase: 'total' });
  await eventLoopTurns();
  expect(transport.requests).toHaveLength(1);
  expect(clock.pending).toBe(0);
});
