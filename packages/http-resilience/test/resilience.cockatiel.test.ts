import { createClient, definePlugin, type HttpResponse, type WireResponse } from '@x/http-core';
import {
  bulkhead as cockatielBulkhead,
  circuitBreaker as cockatielBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleAll,
  SamplingBreaker,
} from 'cockatiel';
import { describe, expect, it, vi } from 'vitest';

import { RateWindow } from '../src/breaker/rate-window.ts';
import { bulkhead, circuitBreaker, resilience } from '../src/index.ts';
import { EventClock } from './support/event-clock.ts';
import { middle, settled, url } from './support/harness.ts';
import { wire, wireResponse } from './support/wire.ts';

/** A client whose exchanges end when the test says so, or with the client's abort. */
function held(options: Parameters<typeof resilience>[0], timeout: object = {}) {
  const clock = new EventClock();
  const open: PromiseWithResolvers<WireResponse>[] = [];
  const transport = wire((request) => {
    const exchange = Promise.withResolvers<WireResponse>();
    request.onAbort(exchange.reject);
    open.push(exchange);
    return exchange.promise;
  });
  const client = createClient({ clock, random: middle, timeout, plugins: [transport, resilience(options)] });
  return { clock, open, client };
}

// What cockatiel 4.0.0 does is shown where that is quick, so that an upgrade that closes a hole is noticed.
describe('the holes of cockatiel 4.0.0 are closed', () => {
  it('retry: a back-off hears of an abort, and nothing is called after it', async () => {
    const { clock, open, client } = held({});
    const controller = new AbortController();
    const call = client.get(url, { signal: controller.signal });
    await clock.run(0);
    open[0]?.resolve(wireResponse(503));
    await clock.run(10);
    controller.abort('enough');
    expect(await settled(clock, call)).toMatchObject({ error: 'enough', at: 10 });
    expect(open).toHaveLength(1);
  });

  it('retry: the refusal of a breaker inside is not retried', async () => {
    const breaker = circuitBreaker({ counts: 'attempts' });
    breaker.isolate();
    const { clock, open, client } = held({ breaker });
    const { error } = await settled(clock, client.get(url));
    expect(error).toMatchObject({ code: 'ERR_HTTP_CIRCUIT_OPEN', attempts: [{ attempt: 1 }] });
    expect(open).toHaveLength(0);
  });

  it('bulkhead: whoever was admitted is never refused, and no newcomer overtakes', async () => {
    const theirs = cockatielBulkhead(1, 1);
    const gate = Promise.withResolvers<void>();
    const first = theirs.execute(() => gate.promise);
    const admitted = theirs.execute(() => 'admitted');
    gate.resolve();
    while (theirs.executionSlots === 0) await Promise.resolve();
    void theirs.execute(() => new Promise(() => {}));
    void theirs.execute(() => {});
    await expect(admitted).rejects.toThrow('Bulkhead capacity exceeded');
    await first;

    const slots = bulkhead({ maxConcurrent: 1, maxQueue: 1 });
    const { clock, open, client } = held({ retry: false, bulkhead: slots });
    void client.get(url).result();
    const ours = client.get(`${url}admitted`);
    await clock.run(0);
    open[0]?.resolve(wireResponse(200));
    while (slots.queued === 1) await Promise.resolve();
    const late = client.get(`${url}late`);
    await clock.run(0);
    open[1]?.resolve(wireResponse(200));
    open[2]?.resolve(wireResponse(200));
    expect((await settled(clock, ours, 0)).value).toMatchObject({ status: 200, url: `${url}admitted` });
    await clock.run(0);
    open[2]?.resolve(wireResponse(200));
    expect((await settled(clock, late, 0)).value).toMatchObject({ status: 200 });
  });

  it('bulkhead: a waiter hears of an abort and has a limit', async () => {
    const slots = bulkhead({ maxConcurrent: 1, acquireTimeout: 300 });
    const { clock, client } = held({ retry: false, bulkhead: slots });
    void client.get(url).result();
    const controller = new AbortController();
    const aborted = settled(clock, client.get(url, { signal: controller.signal }), 0);
    controller.abort('enough');
    expect((await aborted).error).toBe('enough');
    expect(await settled(clock, client.get(url))).toMatchObject({
      error: { name: 'BulkheadFullError' },
      at: 300,
    });
  });

  it('half-open: others fail at once instead of waiting for the probe', async () => {
    const breaker = circuitBreaker({ failureThreshold: 1, openFor: 100 });
    const { clock, open, client } = held({ retry: false, breaker });
    void client.get(url).result();
    await clock.run(0);
    open[0]?.resolve(wireResponse(500));
    await clock.run(100);
    void client.get(url).result();
    await clock.run(100);
    const { error, at } = await settled(clock, client.get(url), 0);
    expect(error).toMatchObject({ code: 'ERR_HTTP_CIRCUIT_OPEN', retryAfter: undefined });
    expect(at).toBe(100);
  });

  it('half-open: an aborted probe does not close the circuit', async () => {
    const breaker = circuitBreaker({ failureThreshold: 1, openFor: 100 });
    const { clock, open, client } = held({ retry: false, breaker });
    void client.get(url).result();
    await clock.run(0);
    open[0]?.resolve(wireResponse(500));
    await clock.run(100);
    const controller = new AbortController();
    const probe = client.get(url, { signal: controller.signal });
    await clock.run(100);
    controller.abort('enough');
    await settled(clock, probe, 0);
    expect(breaker.state(url)).toBe('half-open');
  });

  it('sampling: the window moves with time, not with events', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const theirs = new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 1 });
      let now = 0;
      const ours = new RateWindow({ threshold: 0.5, window: 10_000, minimumCalls: 10 }, () => now);
      vi.setSystemTime(1e12);
      for (let failure = 0; failure < 9; failure++) {
        theirs.failure(CircuitState.Closed);
        ours.failure();
      }
      vi.setSystemTime(1e12 + 3_600_000);
      now = 3_600_000;
      expect(theirs.failure(CircuitState.Closed)).toBe(true);
      expect(ours.failure()).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  it('clock: a wall clock that is set an hour forward does not let a probe out', async () => {
    const clock = Object.assign(new EventClock(), { wallNow: () => Date.now() });
    const breaker = circuitBreaker({ failureThreshold: 1 });
    const plugins = [wire(async () => wireResponse(500)), resilience({ retry: false, breaker })] as const;
    const client = createClient({ clock, plugins });
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      await settled(clock, client.get(url), 0);
      vi.setSystemTime(Date.now() + 3_600_000);
      expect((await settled(clock, client.get(url), 0)).error).toMatchObject({ retryAfter: 30_000 });
    } finally {
      vi.useRealTimers();
    }
  });

  it('timeout: a success leaves the signal alone, and with it a streaming body', async () => {
    const { clock, open, client } = held({}, { attempt: 100, total: 1_000, idle: null });
    const stream = client.stream('GET', url);
    await clock.run(0);
    async function* body() {
      yield new Uint8Array(3);
      await new Promise<void>((resolve) => void clock.schedule(5_000, resolve));
      yield new Uint8Array(4);
    }
    open[0]?.resolve({ ...wireResponse(200), body: body() });
    const { value } = await settled(clock, stream, 0);
    expect((await settled(clock, (value as HttpResponse).bytes(), 10_000)).value).toHaveLength(7);
  });

  it('timeout: work that hangs is not left running beside the next attempt', async () => {
    let aborted = 0;
    const counting = definePlugin({
      name: 'counting',
      contract: 1,
      setup: () => ({
        callOptions: {},
        attempt: {
          authorize: (inner) => (attempt) => {
            attempt.onAbort(() => aborted++);
            return inner(attempt);
          },
        },
      }),
    });
    const clock = new EventClock();
    const transport = wire((request) => new Promise((_, reject) => request.onAbort(reject)));
    const plugins = [transport, counting, resilience({ retry: { maxAttempts: 2 } })] as const;
    const client = createClient({ clock, random: middle, timeout: { attempt: 50 }, plugins });
    expect((await settled(clock, client.get(url))).error).toMatchObject({
      name: 'TimeoutError',
      phase: 'attempt',
    });
    expect(aborted).toBe(2);
  });

  it('errors: have names and codes of their own', async () => {
    const theirs = cockatielBreaker(handleAll, { halfOpenAfter: 1_000, breaker: new ConsecutiveBreaker(1) });
    theirs.isolate();
    await expect(theirs.execute(() => {})).rejects.toMatchObject({ name: 'Error' });
    const breaker = circuitBreaker();
    breaker.isolate();
    const { clock, client } = held({ breaker });
    expect((await settled(clock, client.get(url), 0)).error).toMatchObject({
      name: 'CircuitOpenError',
      code: 'ERR_HTTP_CIRCUIT_OPEN',
    });
  });
});
