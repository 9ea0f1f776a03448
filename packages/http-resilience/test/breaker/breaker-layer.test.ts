import {
  CircuitOpenError,
  createClient,
  definePlugin,
  NetworkError,
  TimeoutError,
  type WireResponse,
} from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { type BreakerOptions, circuitBreaker, resilience, type ResilienceOptions } from '../../src/index.ts';
import { EventClock } from '../support/event-clock.ts';
import { middle, record, settled, url } from '../support/harness.ts';
import { wire, wireResponse } from '../support/wire.ts';

const key = 'http://a.test';

/** A client whose server does what the test says, one exchange after the other. */
function setUp(options: BreakerOptions, more: ResilienceOptions = { retry: false }, timeout: object = {}) {
  const clock = new EventClock();
  const breaker = circuitBreaker(options);
  const server = { requests: 0, answer: (): Promise<WireResponse> => Promise.resolve(wireResponse(200)) };
  const transport = wire((request) => {
    server.requests++;
    return new Promise((resolve, reject) => {
      request.onAbort(reject);
      server.answer().then(resolve, reject);
    });
  });
  const client = createClient({
    clock,
    random: middle,
    timeout,
    plugins: [transport, resilience({ ...more, breaker })],
  });
  const call = (options: object = {}, longest = 0) => settled(clock, client.get(url, options), longest);
  const answer = (status: number): void => void (server.answer = () => Promise.resolve(wireResponse(status)));
  const fail = (make: () => unknown): void => void (server.answer = () => Promise.reject(make()));
  return { clock, breaker, client, call, answer, fail, server, events: record(client) };
}

describe('an open circuit', () => {
  it('C2: forwards nothing, fails at once and says when a probe may go out', async () => {
    const { clock, breaker, call, answer, server } = setUp({ failureThreshold: 2, openFor: 1_000 });
    answer(500);
    await call();
    await call();
    expect(breaker.state(key)).toBe('open');
    await clock.run(400);
    const { error } = await call();
    expect(error).toBeInstanceOf(CircuitOpenError);
    expect(error).toMatchObject({ key, retryAfter: 600, sent: 'none', attempts: [] });
    expect((error as Error).message).toContain('Circuit breaker is open');
    expect(server.requests).toBe(2);
  });

  it('tells its story in events', async () => {
    const { clock, call, answer, events } = setUp({ failureThreshold: 1, openFor: 100 });
    answer(500);
    await call();
    await call();
    answer(200);
    await clock.run(100);
    await call();
    expect(events.names).toEqual([
      'circuit.opened',
      'circuit.rejected',
      'circuit.half_open',
      'circuit.closed',
    ]);
    expect(events.details[0]).toMatchObject({ client: 'http', key, method: 'GET', url, openFor: 100 });
    expect(events.details[1]).toMatchObject({ retryAfter: 100 });
  });

  it('is passed by with breaker: false', async () => {
    const { breaker, call, answer } = setUp({ failureThreshold: 1 });
    answer(500);
    await call();
    answer(200);
    expect((await call({ breaker: false })).value).toMatchObject({ status: 200 });
    expect(breaker.state(key)).toBe('open');
  });
});

describe('a probe', () => {
  const opened = async () => {
    const parts = setUp({ failureThreshold: 1, openFor: 1_000 }, { retry: false }, { total: 5_000 });
    parts.answer(500);
    await parts.call();
    await parts.clock.run(1_000);
    return parts;
  };

  it('C3: others fail at once while it is under way, with retryAfter: undefined', async () => {
    const { clock, client, breaker, server, call } = await opened();
    const probe = Promise.withResolvers<WireResponse>();
    server.answer = () => probe.promise;
    const first = client.get(url);
    const { error } = await call();
    expect(error).toMatchObject({ code: 'ERR_HTTP_CIRCUIT_OPEN', retryAfter: undefined });
    expect((error as Error).message).toContain('a probe is in flight');
    expect(breaker.state(key)).toBe('half-open');
    probe.resolve(wireResponse(200));
    expect((await settled(clock, first, 0)).value).toMatchObject({ status: 200 });
    expect([breaker.state(key), server.requests]).toEqual(['closed', 2]);
  });

  it('opens the circuit again for the whole time when it fails', async () => {
    const { breaker, call } = await opened();
    await call();
    expect(breaker.state(key)).toBe('open');
    expect((await call()).error).toMatchObject({ retryAfter: 1_000 });
  });

  it('C4: gives its place up when it is aborted, and says nothing about the peer', async () => {
    const { clock, client, breaker, server, answer, call } = await opened();
    server.answer = () => new Promise(() => {});
    const controller = new AbortController();
    const probe = client.get(url, { signal: controller.signal });
    clock.schedule(10, () => controller.abort('enough'));
    expect((await settled(clock, probe, 10)).error).toBe('enough');
    expect(breaker.state(key)).toBe('half-open');
    answer(200);
    await call();
    expect(breaker.state(key)).toBe('closed');
  });

  it('C4: gives its place up when it ends with an error that is not counted', async () => {
    const { breaker, fail, answer, call } = await opened();
    fail(() => new TypeError('a bug in some plugin'));
    await call();
    expect(breaker.state(key)).toBe('half-open');
    answer(404);
    await call();
    expect(breaker.state(key)).toBe('closed');
  });

  it('C4: that hangs in a layer which does not hear of aborts fails with the deadline', async () => {
    const clock = new EventClock();
    const breaker = circuitBreaker({ failureThreshold: 1, openFor: 1_000 });
    let isHanging = false;
    const hanging = definePlugin({
      name: 'hanging',
      contract: 1,
      setup: () => ({
        callOptions: {},
        attempt: { around: (inner) => (attempt) => (isHanging ? new Promise(() => {}) : inner(attempt)) },
      }),
    });
    const plugins = [
      wire(async () => wireResponse(500)),
      hanging,
      resilience({ retry: false, breaker }),
    ] as const;
    const client = createClient({ clock, timeout: 100, plugins });
    await settled(clock, client.get(url), 1_000);
    isHanging = true;
    const { error } = await settled(clock, client.get(url), 100);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(breaker.state(key)).toBe('open');
  });

  it('closes only after successThreshold of them in a row', async () => {
    const { clock, breaker, call, answer } = setUp({
      failureThreshold: 1,
      openFor: 100,
      successThreshold: 2,
    });
    answer(500);
    await call();
    await clock.run(100);
    answer(200);
    await call();
    expect(breaker.state(key)).toBe('half-open');
    await call();
    expect(breaker.state(key)).toBe('closed');
  });
});

describe('C8: what is counted', () => {
  const refused = (): unknown => new NetworkError('refused', 'refused', { sent: 'none' });
  const slow = (): unknown => new TimeoutError('headers', 100);
  it.each([
    [500, 'open'],
    [503, 'open'],
    [400, 'closed'],
    [404, 'closed'],
    [408, 'closed'],
    [429, 'closed'],
    [200, 'closed'],
    [refused, 'open'],
    [slow, 'open'],
    [() => new TypeError('bug'), 'closed'],
  ] as const)('%s leaves it %s', async (outcome, state) => {
    const { breaker, call, answer, fail } = setUp({ failureThreshold: 1 });
    if (typeof outcome === 'number') answer(outcome);
    else fail(outcome);
    await call();
    expect(breaker.state(key)).toBe(state);
  });

  it('a success between failures starts the count again, a caller’s abort does not', async () => {
    const { breaker, call, answer, server } = setUp({ failureThreshold: 2 });
    answer(500);
    await call();
    answer(404);
    await call();
    answer(500);
    await call();
    expect(breaker.state(key)).toBe('closed');
    server.answer = () => new Promise(() => {});
    await call({ signal: AbortSignal.abort() });
    answer(500);
    await call();
    expect(breaker.state(key)).toBe('open');
  });

  it('is the application’s to say', async () => {
    const isFailure: BreakerOptions['isFailure'] = ({ isFailure, status }) => isFailure || status === 429;
    const { breaker, call, answer } = setUp({ failureThreshold: 1, isFailure });
    answer(429);
    await call();
    expect(breaker.state(key)).toBe('open');
  });
});

describe('C9: counts', () => {
  const statuses = (list: readonly number[]) => {
    let index = 0;
    return () => Promise.resolve(wireResponse(list[index++] ?? 500));
  };

  it("'calls' stands around retry and counts one outcome per call", async () => {
    const { breaker, client, call, server } = setUp({ failureThreshold: 2 }, {});
    server.answer = statuses([503, 503, 200, 503, 503, 503, 503, 503, 503]);
    await call({}, 10_000);
    await call({}, 10_000);
    expect([server.requests, breaker.state(key)]).toEqual([6, 'closed']);
    await call({}, 10_000);
    expect([server.requests, breaker.state(key)]).toEqual([9, 'open']);
    expect(client.describe().chain.map(({ scope, slot, plugin }) => `${scope}.${slot} ${plugin}`)).toContain(
      'call.breaker resilience',
    );
  });

  it("'attempts' stands inside and counts each try; a retry meets the open circuit", async () => {
    const { breaker, client, call, server } = setUp({ failureThreshold: 2, counts: 'attempts' }, {});
    server.answer = statuses([503, 503, 200]);
    const { error } = await call({}, 10_000);
    expect([server.requests, breaker.state(key)]).toEqual([2, 'open']);
    expect(error).toBeInstanceOf(CircuitOpenError);
    expect((error as CircuitOpenError).attempts).toHaveLength(3);
    expect(client.describe().chain.map(({ scope, slot, plugin }) => `${scope}.${slot} ${plugin}`)).toContain(
      'attempt.breaker resilience',
    );
  });

  it('the wrappers of retry count as what they wrap', async () => {
    for (const more of [
      { budget: { minRetriesPerSecond: 0, percentCanRetry: 0 } },
      { retry: { onExhausted: 'wrap' as const } },
    ]) {
      const { breaker, call, answer } = setUp({ failureThreshold: 1 }, more);
      answer(503);
      await call({}, 10_000);
      expect(breaker.state(key)).toBe('open');
    }
  });
});
