import type { RaceOptions } from '../measure/race.ts';
import type { BudgetResult } from '../report/results.ts';
import { crowdBudgets, soakBudgets } from './endurance-budgets.ts';
import { inProcessBudgets } from './in-process-budgets.ts';
import { wireBudgets } from './wire-budgets.ts';

/** Measures whatever a budget is about, one thing after the other, and judges it. */
export async function runBudgets(options: RaceOptions): Promise<readonly BudgetResult[]> {
  const { origin, conditions } = options;
  return [
    ...(await wireBudgets(options)),
    ...(await inProcessBudgets(conditions)),
    ...(await soakBudgets(origin, conditions)),
    ...(await crowdBudgets(origin, conditions)),
  ];
}
