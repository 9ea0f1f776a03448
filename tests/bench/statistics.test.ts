import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { median, pairedRatios, quantile, spread } from '../../bench/measure/statistics.ts';

describe('median and spread', () => {
  it('take the middle, or the mean of the two middle ones, whatever the order', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(spread([5, 1, 4, 2, 3])).toEqual({ median: 3, low: 2, high: 4 });
  });

  it('interpolate between neighbours', () => {
    expect(quantile([0, 10], 0.25)).toBe(2.5);
    expect(quantile(new Float64Array([1, 2, 3, 4, 5]), 0.99)).toBeCloseTo(4.96);
  });

  it('know no middle of nothing', () => {
    expect(median([])).toBeNaN();
    expect(spread([]).low).toBeNaN();
  });

  it('leave what they are given as it was', () => {
    const values = [3, 1, 2];
    spread(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('are in order and within the values', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, (some) => {
        const { low, median: middle, high } = spread(some);
        expect(low).toBeLessThanOrEqual(middle);
        expect(middle).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...some));
        expect(high).toBeLessThanOrEqual(Math.max(...some));
      }),
    );
  });
});

describe('pairedRatios', () => {
  // INVARIANT: a machine that runs at half its speed in some rounds must not change the verdict.
  it('does not see a drift that meets both of a pair', () => {
    const drift = [1, 2, 1.5, 1, 2];
    const own = drift.map((factor) => 30 * factor);
    const reference = drift.map((factor) => 40 * factor);
    for (const ratio of pairedRatios(own, reference)) expect(ratio).toBeCloseTo(0.75);
  });

  it('pairs only what has a partner', () => {
    expect(pairedRatios([1, 2, 3], [2, 4])).toEqual([0.5, 0.5]);
    expect(pairedRatios([1, 2], [])).toEqual([]);
  });
});
