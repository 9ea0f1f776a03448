import { spread } from '../measure/statistics.ts';
import type { BudgetResult } from '../report/results.ts';

/** What may be spent, and in which unit. */
export interface Budget {
  readonly claim: string;
  readonly limit: number;
  readonly unit: string;
  /** Default: the limit itself is allowed. */
  readonly isInclusive?: boolean;
}

/** The verdict on one figure; one that is not a number never holds. */
export function judge(budget: Budget, measured: number): BudgetResult {
  const { isInclusive = true } = budget;
  const holds = isInclusive ? measured <= budget.limit : measured < budget.limit;
  return { ...budget, isInclusive, measured, holds };
}

/** The verdict on the median of several figures, such as paired ratios. */
export function judgeMedian(budget: Budget, figures: readonly number[]): BudgetResult {
  const middle = spread(figures);
  return { ...judge(budget, middle.median), spread: middle };
}

/** One line for a terminal: which budget, what came, what was allowed. */
export function explain({ claim, measured, limit, unit, isInclusive, holds }: BudgetResult): string {
  const verdict = holds ? 'holds' : 'FAILS';
  return `${verdict}  ${claim}: ${+measured.toFixed(3)} ${unit}, allowed ${isInclusive ? '<=' : '<'} ${limit} ${unit}`.replaceAll(
    / +(?=,|$)/g,
    '',
  );
}
