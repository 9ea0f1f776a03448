import { createClient, isClientError, type WireRequest, type WireResponse } from '@x/http-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bulkhead, resilience, type ResilienceOptions } from '../src/index.ts';
import { EventClock, seeded } from './support/event-clock.ts';
import { faults, settled, url } from './support/harness.ts';
import { wire, wireResponse } from './support/wire.ts';

/** Everything a transport is told of one exchange. */
function snapshot(request: WireRequest): object {
  const { method, url, headers, body, contentLength, collect, timeouts } = request;
  return {
    method,
    url: url.href,
    headers: { ...headers },
    body: Buffer.from((body as Uint8Array) ?? []).toString(),
    contentLength,
    collect,
    timeouts,
  };
}

const statuses = [200, 200, 404, 500, 503, 429];

const policies: fc.Arbitrary<ResilienceOptions> = fc.record({
  retry: fc.constantFrom<ResilienceOptions['retry']>(false, true, { maxAttempts: 5 }),
  budget: fc.constantFrom<ResilienceOptions['budget']>(false, {}),
  breaker: fc.constantFrom<ResilienceOptions['breaker']>(false, {}, { counts: 'attempts' }, { rate: {} }),
  bulkhead: fc.constantFrom<ResilienceOptions['bulkhead']>(false, { maxConcurrent: 3 }),
  fallback: fc.constantFrom<ResilienceOptions['fallback']>(false, { use: () => 1 }),
});

describe('X1: policies that never come into play', () => {
  it('change nothing of what goes over the wire, nor of what comes back', async () => {
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD');
    const status = fc.constantFrom(200, 204, 404);
    await fc.assert(
      fc.asyncProperty(policies, method, status, fc.string(), async (options, verb, answer, text) => {
        const seen: object[][] = [[], []];
        const results: unknown[] = [];
        for (const [index, plugins] of [[], [resilience(options)]].entries()) {
          const transport = wire(async (request) => {
            seen[index]?.push(snapshot(request));
            return wireResponse(answer, ['x-a', '1']);
          });
          const client = createClient({ clock: new EventClock(), plugins: [transport, ...plugins] });
          const body = verb === 'POST' || verb === 'PUT' ? { body: text } : {};
          const call = client.request(verb, url, { ...body, headers: { 'x-b': '2' }, throwOnStatus: false });
          const { status, rawHeaders, isFallback, attempts } = await call;
          results.push({ status, rawHeaders, isFallback, attempts: attempts.length });
        }
        expect(seen[1]).toEqual(seen[0]);
        expect(seen[0]).toHaveLength(1);
        expect(results[1]).toEqual(results[0]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('X2: everything on, and a server of random faults', () => {
  it('every call settles once, within its deadline, with at most one typed error, and nothing is left behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        policies,
        fc.integer({ min: 1, max: 4 }),
        async (seed, options, capacity) => {
          const random = seeded(seed);
          const clock = new EventClock();
          const slots = bulkhead({ maxConcurrent: capacity, acquireTimeout: 400 });
          let inFlight = 0;
          let peak = 0;
          const transport = wire((request) => {
            inFlight++;
            peak = Math.max(peak, inFlight);
            return new Promise<WireResponse>((resolve, reject) => {
              const chance = random();
              const timer =
                chance < 0.1
                  ? undefined
                  : clock.schedule(random() * 800, () => {
                      const pick = Math.floor(random() * 6);
                      if (chance < 0.5) resolve(wireResponse(statuses[pick] ?? 200));
                      else reject(faults[Math.floor(random() * faults.length)]?.make());
                    });
              request.onAbort((reason) => {
                timer?.cancel();
                reject(reason);
              });
            }).finally(() => inFlight--);
          });
          const plugins = [transport, resilience({ ...options, bulkhead: slots })] as const;
          const client = createClient({ clock, random, timeout: { total: 3_000, attempt: 700 }, plugins });
          const calls = Array.from({ length: 25 }, async () => {
            await new Promise<void>((resolve) => void clock.schedule(random() * 5_000, resolve));
            const begun = clock.now();
            let settlements = 0;
            const call = client.request(random() < 0.7 ? 'GET' : 'POST', url);
            const outcome = await call.then(
              () => void settlements++,
              (error: unknown) => {
                settlements++;
                return error;
              },
            );
            expect(settlements).toBe(1);
            expect(clock.now() - begun).toBeLessThanOrEqual(3_000);
            if (outcome !== undefined) expect(isClientError(outcome)).toBe(true);
          });
          const { error } = await settled(clock, Promise.all(calls), 60_000);
          expect(error).toBeUndefined();
          expect(peak).toBeLessThanOrEqual(capacity);
          expect([slots.active, slots.queued, inFlight, clock.pending]).toEqual([0, 0, 0, 0]);
        },
      ),
      { numRuns: 60 },
    );
  }, 30_000);
});
