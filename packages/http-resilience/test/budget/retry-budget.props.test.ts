import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cpuTime } from '../../../http-core/test/support/cpu-time.ts';
import { retryBudget } from '../../src/budget/retry-budget.ts';

const share = fc.oneof(
  fc.constantFrom(0, 1e-4, 0.2, 1, 2, 1_000),
  fc.double({ min: 0, max: 5, noNaN: true }),
);
const reserve = fc.oneof(fc.constantFrom(0, 1, 10), fc.integer({ min: 0, max: 50 }));
const settings = fc.record({
  ttl: fc.constantFrom(1_000, 2_500, 10_000, 60_000),
  minRetriesPerSecond: reserve,
  percentCanRetry: share,
});
/** Milliseconds since the last event, calls and attempts to retry at that moment. */
const events = fc.array(
  fc.record({
    after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 20_000 })),
    calls: fc.integer({ min: 0, max: 20 }),
    retries: fc.integer({ min: 0, max: 30 }),
  }),
  { maxLength: 60 },
);

interface Entry {
  readonly at: number;
  readonly calls: number;
  readonly granted: number;
}

/** What the budget grants, event by event. */
function play(
  options: { ttl: number; minRetriesPerSecond: number; percentCanRetry: number },
  list: readonly { after: number; calls: number; retries: number }[],
): readonly Entry[] {
  const budget = retryBudget(options);
  let at = 1_000_000;
  return list.map(({ after, calls, retries }) => {
    at += after;
    for (let call = 0; call < calls; call++) budget.deposit(at);
    let granted = 0;
    for (let retry = 0; retry < retries; retry++) if (budget.tryWithdraw(at)) granted++;
    return { at, calls, granted };
  });
}

const total = (entries: readonly Entry[], key: 'calls' | 'granted'): number =>
  entries.reduce((sum, entry) => sum + entry[key], 0);

describe('whatever the schedule', () => {
  it('B1: under a total outage retries stay under the share of the calls, the reserve and one', () => {
    fc.assert(
      fc.property(settings, events, (options, list) => {
        const entries = play(options, list);
        const first = entries[0]?.at ?? 0;
        const span = (entries.at(-1)?.at ?? 0) - first;
        const { ttl, minRetriesPerSecond, percentCanRetry } = options;
        const bound =
          percentCanRetry * total(entries, 'calls') + (minRetriesPerSecond * (span + ttl)) / 1000 + 1;
        expect(total(entries, 'granted')).toBeLessThanOrEqual(bound);
      }),
    );
  });

  it('B2: in any ttl, no more than the share of what was called in it or one bucket before, and the reserve', () => {
    fc.assert(
      fc.property(settings, events, (options, list) => {
        const { ttl, minRetriesPerSecond, percentCanRetry } = options;
        const entries = play(options, list);
        for (const { at, granted } of entries) {
          if (granted === 0) continue;
          const recent = entries.filter((entry) => entry.at <= at && entry.at > at - ttl);
          const counted = entries.filter((entry) => entry.at <= at && entry.at > at - 1.1 * ttl);
          const allowed = percentCanRetry * total(counted, 'calls') + (minRetriesPerSecond * ttl) / 1000;
          expect(total(recent, 'granted')).toBeLessThanOrEqual(allowed + 1e-3);
        }
      }),
    );
  });

  it('B2: what has expired grants nothing beyond the reserve', () => {
    fc.assert(
      fc.property(settings, fc.integer({ min: 0, max: 200 }), (options, calls) => {
        const budget = retryBudget(options);
        for (let call = 0; call < calls; call++) budget.deposit(0);
        const most = Math.floor((options.minRetriesPerSecond * options.ttl) / 1000);
        expect(budget.balance(1.1 * options.ttl + 1)).toBe(most);
      }),
    );
  });

  it('B3: more calls never permit fewer retries', () => {
    fc.assert(
      fc.property(settings, events, fc.array(fc.nat(5), { maxLength: 60 }), (options, list, more) => {
        const fewer = play(options, list);
        const busier = play(
          options,
          list.map((event, index) => ({ ...event, calls: event.calls + (more[index] ?? 0) })),
        );
        expect(total(busier, 'granted')).toBeGreaterThanOrEqual(total(fewer, 'granted'));
      }),
    );
  });

  it('B4: a refusal changes nothing', () => {
    fc.assert(
      fc.property(settings, fc.nat(50), fc.nat(20), (options, calls, extra) => {
        const budget = retryBudget({ ...options, percentCanRetry: Math.min(options.percentCanRetry, 1) });
        for (let call = 0; call < calls; call++) budget.deposit(0);
        while (budget.tryWithdraw(0));
        const before = budget.balance(0);
        for (let index = 0; index < extra; index++) expect(budget.tryWithdraw(0)).toBe(false);
        expect(budget.balance(0)).toBe(before);
        const later = options.ttl * 2;
        expect(budget.balance(later)).toBe(retryBudget(options).balance(0));
      }),
      { numRuns: 30 },
    );
  });

  it('B6: a shared budget is the sum of what its clients deposit', () => {
    fc.assert(
      fc.property(settings, fc.nat(100), fc.nat(100), (options, one, other) => {
        const shared = retryBudget(options);
        const alone = retryBudget(options);
        for (let call = 0; call < one; call++) shared.deposit(0);
        for (let call = 0; call < other; call++) shared.deposit(1);
        for (let call = 0; call < one + other; call++) alone.deposit(1);
        expect(shared.balance(1)).toBe(alone.balance(1));
      }),
    );
  });

  it('B7: a clock that stalls, jumps or goes back leaves a balance between nothing and the most there can be', () => {
    const moments = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 80 });
    fc.assert(
      fc.property(settings, moments, (options, times) => {
        const budget = retryBudget(options);
        for (const [index, time] of times.entries()) {
          if (index % 3 === 2) budget.tryWithdraw(time);
          else budget.deposit(time);
          const balance = budget.balance(time);
          const { percentCanRetry, minRetriesPerSecond, ttl } = options;
          const most = percentCanRetry * times.length + (minRetriesPerSecond * ttl) / 1000;
          expect(balance).toBeGreaterThanOrEqual(0);
          expect(balance).toBeLessThanOrEqual(most + 1e-3);
        }
      }),
    );
  });

  it('costs the same whatever has gone before: a jump of a thousand ttl is no loop over it', () => {
    const budget = retryBudget();
    budget.deposit(0);
    const begun = cpuTime();
    budget.deposit(1e12);
    expect(cpuTime() - begun).toBeLessThan(5);
    expect(budget.balance(1e12)).toBe(100);
  });
});
