import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { backOff } from '../../src/retry/back-off.ts';
import { defaultRetry } from '../../src/retry/retry-options.ts';
import { seeded } from '../support/event-clock.ts';

const schedule = (random: () => number): string =>
  [0, 1, 2].map((index) => backOff(defaultRetry, random, index)).join();

describe('back-off', () => {
  it('RT3: retry n waits between nothing and the doubled base, up to the cap', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.oneof(fc.nat(20), fc.nat(100_000)),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (baseDelay, maxDelay, index, chance) => {
          const delay = backOff({ ...defaultRetry, baseDelay, maxDelay }, () => chance, index);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(Math.min(maxDelay, baseDelay * 2 ** Math.min(index, 1_000)));
        },
      ),
    );
  });

  it('RT4: of 1,000 clients that fail at the same moment no two have the same schedule', () => {
    const schedules = Array.from({ length: 1_000 }, (_, seed) => schedule(seeded(seed)));
    expect(new Set(schedules).size).toBe(1_000);
  });

  it('RT4: half of the clients come back in the first half of the wait', () => {
    const random = seeded(7);
    const first = Array.from({ length: 4_000 }, () => backOff(defaultRetry, random, 0));
    const early = first.filter((delay) => delay < 50).length / first.length;
    expect(Math.abs(early - 0.5)).toBeLessThan(0.03);
  });
});
