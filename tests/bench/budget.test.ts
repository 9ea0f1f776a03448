import { describe, expect, it } from 'vitest';

import { explain, judge, judgeMedian } from '../../bench/budgets/budget.ts';

const budget = { claim: 'own over theirs', limit: 1.3, unit: 'x' };

describe('a budget', () => {
  it('allows its limit, unless it says less', () => {
    expect(judge(budget, 1.3).holds).toBe(true);
    expect(judge(budget, 1.31).holds).toBe(false);
    expect(judge({ ...budget, isInclusive: false }, 1.3).holds).toBe(false);
    expect(judge({ ...budget, isInclusive: false }, 1.29).holds).toBe(true);
  });

  // INVARIANT: a client that could not be measured must not pass.
  it('does not hold for what was not measured', () => {
    expect(judge(budget, Number.NaN).holds).toBe(false);
    expect(judgeMedian(budget, []).holds).toBe(false);
  });

  it('is judged by the median, not by the best or the worst round', () => {
    expect(judgeMedian(budget, [1.1, 1.2, 9]).holds).toBe(true);
    expect(judgeMedian(budget, [0.1, 1.4, 1.5]).holds).toBe(false);
  });

  it('is explained in one line', () => {
    expect(explain(judge(budget, 1.456))).toBe('FAILS  own over theirs: 1.456 x, allowed <= 1.3 x');
    expect(explain(judge({ claim: 'sockets', limit: 0, unit: '' }, 0))).toBe(
      'holds  sockets: 0, allowed <= 0',
    );
  });
});
