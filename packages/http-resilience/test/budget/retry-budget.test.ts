import { ConfigurationError } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { retryBudget, type RetryBudgetOptions } from '../../src/budget/retry-budget.ts';

/** How many retries are granted to so many calls at one moment. */
function granted(options: RetryBudgetOptions, calls: number): number {
  const budget = retryBudget(options);
  let retries = 0;
  for (let call = 0; call < calls; call++) {
    budget.deposit(0);
    if (budget.tryWithdraw(0)) retries++;
  }
  return retries;
}

describe('the test of Finagle', () => {
  it.each([0.0001, 0.001, 0.01, 0.1, 0.2, 0.25, 0.3, 0.5, 0.6, 0.75, 0.9, 0.9999])(
    '10,000 calls that each ask at one moment get %d of them, and the reserve',
    (percentCanRetry) => {
      const reserve = 50;
      const retries = granted({ percentCanRetry, minRetriesPerSecond: 5, ttl: 10_000 }, 10_000);
      const expected = Math.min(10_000, 10_000 * percentCanRetry + reserve);
      expect(Math.abs(retries - expected)).toBeLessThanOrEqual(1);
    },
  );
});

describe('retryBudget', () => {
  it('has the defaults of Finagle and Linkerd', () => {
    expect({ ...retryBudget() }).toEqual({ ttl: 10_000, minRetriesPerSecond: 10, percentCanRetry: 0.2 });
    expect(retryBudget().balance(0)).toBe(100);
  });

  it('grants nothing without share and reserve', () => {
    expect(granted({ percentCanRetry: 0, minRetriesPerSecond: 0 }, 1_000)).toBe(0);
  });

  it('forgets calls after their ttl, and grants the reserve anew after each', () => {
    const budget = retryBudget({ ttl: 1_000, minRetriesPerSecond: 1, percentCanRetry: 1 });
    for (let call = 0; call < 5; call++) budget.deposit(0);
    expect(budget.balance(0)).toBe(6);
    expect(budget.balance(999)).toBe(6);
    expect(budget.balance(1_100)).toBe(1);
    expect(budget.tryWithdraw(1_100)).toBe(true);
    expect(budget.tryWithdraw(1_100)).toBe(false);
    expect(budget.tryWithdraw(2_099)).toBe(false);
    expect(budget.tryWithdraw(2_200)).toBe(true);
  });

  // INVARIANT: a retry that is forgotten early is granted twice within one ttl.
  it('never forgets a retry before its ttl is over, wherever in a bucket it fell', () => {
    for (let at = 0; at < 1_000; at += 7) {
      const budget = retryBudget({ ttl: 1_000, minRetriesPerSecond: 1, percentCanRetry: 0 });
      budget.deposit(0);
      expect(budget.tryWithdraw(at)).toBe(true);
      for (let later = at; later < at + 1_000; later += 13) expect(budget.tryWithdraw(later)).toBe(false);
      expect(budget.tryWithdraw(at + 1_100)).toBe(true);
    }
  });

  it.each([
    [{ percentCanRetry: 1_000.1 }, 'budget.percentCanRetry must be a number from 0 to 1000, not a number'],
    [{ percentCanRetry: -0.1 }, 'budget.percentCanRetry'],
    [{ percentCanRetry: Number.NaN }, 'budget.percentCanRetry'],
    [{ ttl: 0 }, 'budget.ttl'],
    [{ ttl: Infinity }, 'budget.ttl'],
    [{ minRetriesPerSecond: -1 }, 'budget.minRetriesPerSecond'],
    [{ minRetriesPerSecond: '10' }, 'budget.minRetriesPerSecond'],
    [{ percent: 0.2 }, 'budget.percent'],
    [null, 'budget must be'],
  ])('refuses %o by name', (options, message) => {
    const make = (): unknown => retryBudget(options as RetryBudgetOptions);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(message);
  });
});
