import type { BreakerSettings } from './breaker/breaker-options.ts';
import type { RetryBudget } from './budget/retry-budget.ts';
import type { BulkheadSettings } from './bulkhead/bulkhead-options.ts';
import type { FallbackSettings } from './fallback/fallback-options.ts';
import type { RetrySettings } from './retry/retry-options.ts';

/** The policies of one client; absent where they are off. */
export interface Policies {
  readonly retry: RetrySettings | undefined;
  readonly budget: RetryBudget | undefined;
  readonly breaker: BreakerSettings | undefined;
  readonly bulkhead: BulkheadSettings | undefined;
  readonly fallback: FallbackSettings | undefined;
}

/** The policies as plain data for `describe()`: sets as lists, functions and classes by name. */
export function describeSettings(policies: Policies): Readonly<Record<string, unknown>> {
  const { retry, budget, breaker, bulkhead, fallback } = policies;
  return {
    retry: retry !== undefined && { ...retry, statuses: [...retry.statuses], methods: [...retry.methods] },
    budget: budget !== undefined && describeBudget(budget),
    breaker: breaker !== undefined && describeBreaker(breaker),
    bulkhead: bulkhead ?? false,
    fallback: fallback !== undefined && { on: fallback.on.map((errorClass) => errorClass.name) },
  };
}

function describeBudget({ ttl, minRetriesPerSecond, percentCanRetry }: RetryBudget): object {
  return { ttl, minRetriesPerSecond, percentCanRetry };
}

function describeBreaker({ rate, failureThreshold, ...settings }: BreakerSettings): object {
  return {
    ...(rate === undefined ? { failureThreshold } : { rate }),
    ...settings,
    key: settings.key === undefined ? 'origin' : 'own function',
    isFailure: settings.isFailure === undefined ? 'network errors, timeouts, 5xx' : 'own function',
  };
}
