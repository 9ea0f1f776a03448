import type { Demo } from './demo.ts';
import { bulkhead } from './scenarios/bulkhead.ts';
import { circuitBreaker } from './scenarios/circuit-breaker.ts';
import { deadline } from './scenarios/deadline.ts';
import { fullStack } from './scenarios/full-stack.ts';
import { retryBudget } from './scenarios/retry-budget.ts';

export type ScenarioName = 'bulkhead' | 'circuitBreaker' | 'deadline' | 'fullStack' | 'retryBudget';

/** Every demo, by the name that pages use. */
export const scenarios: Readonly<Record<ScenarioName, Demo>> = {
  bulkhead,
  circuitBreaker,
  deadline,
  fullStack,
  retryBudget,
};
