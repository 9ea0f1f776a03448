import { type ClientError, createClient, type WireResponse } from '@x/http-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { resilience } from '../../src/index.ts';
import { EventClock, seeded } from '../support/event-clock.ts';
import { type Fault, faults, settled, url } from '../support/harness.ts';
import { wire, wireResponse } from '../support/wire.ts';

/** What the server does with one attempt: how long it takes, and what comes of it. */
interface Step {
  readonly takes: number;
  readonly status?: number;
  readonly fault?: Fault;
  readonly retryAfter?: string;
}

const takes = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000 }));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    takes,
    status: fc.constantFrom(200, 204, 404, 408, 429, 500, 502, 503, 504),
    retryAfter: fc.constantFrom('', '0', '1', '3', '9', '-1', '1e3', 'Tue, 01 Jan 2030 00:00:02 GMT'),
  }),
  fc.record({ takes, fault: fc.constantFrom(...faults) }),
);
const script = fc.array(step, { minLength: 1, maxLength: 8 });
const options = fc.record({
  maxAttempts: fc.integer({ min: 1, max: 6 }),
  baseDelay: fc.integer({ min: 0, max: 500 }),
  maxDelay: fc.integer({ min: 0, max: 5_000 }),
});
const method = fc.constantFrom('GET', 'PUT', 'DELETE', 'POST', 'PATCH');
const deadline = fc.constantFrom(500, 2_000, 30_000);
const seed = fc.nat();

/** One call against the script; an attempt counts as an effect once its request had reached the server. */
async function run(
  steps: readonly Step[],
  retry: object,
  verb: string,
  total: number,
  chance: number,
  body?: () => unknown,
) {
  const clock = new EventClock();
  const seen: { at: number; body: string }[] = [];
  let effects = 0;
  const transport = wire((request) => {
    const current = steps[Math.min(seen.length, steps.length - 1)] as Step;
    seen.push({
      at: clock.now(),
      body: request.body instanceof Uint8Array ? Buffer.from(request.body).toString() : '',
    });
    if (current.fault?.retry !== 'safe') effects++;
    return new Promise<WireResponse>((resolve, reject) => {
      request.onAbort(reject);
      clock.schedule(current.takes, () => {
        if (current.fault !== undefined) return reject(current.fault.make());
        const { status = 200, retryAfter = '' } = current;
        return resolve(wireResponse(status, retryAfter === '' ? [] : ['retry-after', retryAfter]));
      });
    });
  });
  const plugins = [transport, resilience({ retry, budget: { minRetriesPerSecond: 1_000 } })] as const;
  const client = createClient({ clock, random: seeded(chance), timeout: total, plugins });
  const call = client.request(verb, url, body === undefined ? {} : { body: body() as string });
  const outcome = await settled(clock, call);
  const attempts = outcome.value?.attempts ?? (outcome.error as ClientError).attempts;
  return { ...outcome, seen, effects, attempts, clock };
}

describe('whatever the server does', () => {
  it('RT1, RT2, RT9: at most maxAttempts, never past the deadline, and every attempt is in the ledger', async () => {
    await fc.assert(
      fc.asyncProperty(script, options, method, deadline, seed, async (steps, retry, verb, total, chance) => {
        const { seen, at, attempts, clock, value, error } = await run(steps, retry, verb, total, chance);
        expect(seen.length).toBeLessThanOrEqual(retry.maxAttempts);
        expect(at).toBeLessThanOrEqual(total);
        expect(attempts).toHaveLength(seen.length);
        expect(clock.pending).toBe(0);
        expect((value === undefined) !== (error === undefined)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('RT2, RT3, RT12: a delay is honest: slept in full, within full jitter, and never below Retry-After', async () => {
    await fc.assert(
      fc.asyncProperty(script, options, deadline, seed, async (steps, retry, total, chance) => {
        const { seen, attempts } = await run(steps, retry, 'GET', total, chance);
        for (let index = 1; index < attempts.length; index++) {
          const before = steps[Math.min(index - 1, steps.length - 1)] as Step;
          const { delay } = attempts[index] as { delay: number };
          const slept = (seen[index]?.at ?? 0) - (seen[index - 1]?.at ?? 0) - before.takes;
          expect(Math.abs(slept - delay)).toBeLessThan(1e-6);
          const asked = /^\d+$/.test(before.retryAfter ?? '') ? Number(before.retryAfter) * 1_000 : undefined;
          const most = Math.min(retry.maxDelay, retry.baseDelay * 2 ** (index - 1));
          if (asked !== undefined) expect(delay).toBeGreaterThanOrEqual(asked);
          if (before.retryAfter?.startsWith('Tue') === true) continue;
          expect(delay).toBeLessThanOrEqual((asked ?? 0) + most);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('RT5: a call that is not idempotent has one effect at most', async () => {
    await fc.assert(
      fc.asyncProperty(
        script,
        options,
        fc.constantFrom('POST', 'PATCH'),
        seed,
        async (steps, retry, verb, chance) => {
          const { effects } = await run(steps, retry, verb, 30_000, chance);
          expect(effects).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('RT6: a replayable body is the same on every attempt', async () => {
    await fc.assert(
      fc.asyncProperty(script, fc.uint8Array({ maxLength: 50 }), seed, async (steps, bytes, chance) => {
        const { seen } = await run(
          steps,
          { maxAttempts: 4, baseDelay: 1 },
          'PUT',
          30_000,
          chance,
          () => bytes,
        );
        for (const { body } of seen) expect(body).toBe(Buffer.from(bytes).toString());
      }),
      { numRuns: 50 },
    );
  });

  it('RT6: a body that is spent goes out once', async () => {
    await fc.assert(
      fc.asyncProperty(script, seed, async (steps, chance) => {
        async function* body() {
          yield Buffer.from('x');
        }
        const { seen } = await run(steps, { maxAttempts: 4, baseDelay: 1 }, 'PUT', 30_000, chance, body);
        expect(seen).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });

  it('RT7: what is never right to retry ends the call as it is', async () => {
    const never = faults.filter(({ retry }) => retry === 'never');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...never), method, seed, async (fault, verb, chance) => {
        const { seen, error } = await run([{ takes: 1, fault }], { maxAttempts: 5 }, verb, 30_000, chance);
        expect(seen).toHaveLength(1);
        expect((error as Error).message).toBe(fault.make().message);
      }),
      { numRuns: 50 },
    );
  });
});
