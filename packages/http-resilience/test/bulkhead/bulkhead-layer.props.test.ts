import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bulkhead } from '../../src/index.ts';
import { url } from '../support/harness.ts';
import { heldServer } from '../support/holds.ts';
import { wireResponse } from '../support/wire.ts';

const settings = fc.record({
  maxConcurrent: fc.integer({ min: 1, max: 4 }),
  maxQueue: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 5 })),
  acquireTimeout: fc.constantFrom(0, 50, 1_000, Infinity),
});
const steps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ step: fc.constant('call' as const), timeout: fc.constantFrom(null, 30, 300) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        step: fc.constant('answer' as const),
        which: fc.nat(9),
        status: fc.constantFrom(200, 500),
      }),
    },
    { weight: 1, arbitrary: fc.record({ step: fc.constant('abort' as const), which: fc.nat(9) }) },
    { weight: 2, arbitrary: fc.record({ step: fc.constant('wait' as const), time: fc.nat(120) }) },
  ),
  { maxLength: 50 },
);

describe('whatever comes in, ends, waits and is aborted', () => {
  it('K1, K2, K3, K5: never too many in flight or in the queue, first come first served, and every slot comes back', async () => {
    await fc.assert(
      fc.asyncProperty(settings, steps, async (options, list) => {
        const slots = bulkhead(options);
        const { clock, client, server } = heldServer(slots);
        const calls: { controller: AbortController; code: string | undefined }[] = [];
        for (const one of list) {
          if (one.step === 'wait') await clock.run(clock.now() + one.time);
          else if (one.step === 'answer') {
            server.open.splice(one.which % (server.open.length + 1), 1)[0]?.(wireResponse(one.status));
          } else if (one.step === 'abort') calls[one.which]?.controller.abort('test');
          else {
            const call = { controller: new AbortController(), code: undefined as string | undefined };
            const { timeout } = one;
            const options = {
              signal: call.controller.signal,
              timeout: { total: timeout },
              throwOnStatus: false,
            };
            client.get(`${url}${calls.push(call)}`, options).then(
              () => (call.code = 'ok'),
              (error: { code?: string }) => (call.code = error.code ?? 'aborted'),
            );
          }
          await clock.run(clock.now());
          expect(server.peak).toBeLessThanOrEqual(options.maxConcurrent);
          expect(slots.active).toBeLessThanOrEqual(options.maxConcurrent);
          expect(slots.queued).toBeLessThanOrEqual(options.maxQueue);
          // A slot is idle only when nobody waits for it.
          if (slots.queued > 0) expect(slots.active).toBe(options.maxConcurrent);
        }
        const arrivals = server.order.map((path) => Number(path.slice(1)));
        expect(arrivals).toEqual([...arrivals].sort((one, other) => one - other));
        const refused = calls.filter(({ code }) => code === 'ERR_HTTP_BULKHEAD_FULL').length;
        if (options.acquireTimeout === Infinity && options.maxQueue === Infinity) expect(refused).toBe(0);
        for (let round = 0; round < 60; round++) {
          for (const answer of server.open.splice(0)) answer(wireResponse(200));
          await clock.run(clock.now() + 1_000);
        }
        expect([slots.active, slots.queued, server.inFlight, clock.pending]).toEqual([0, 0, 0, 0]);
        expect(calls.filter(({ code }) => code === undefined)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  }, 30_000);
});
