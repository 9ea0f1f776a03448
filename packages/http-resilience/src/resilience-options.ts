import type { BreakerOptions } from './breaker/breaker-options.ts';
import type { CircuitBreaker } from './breaker/circuit-breaker.ts';
import type { RetryBudget, RetryBudgetOptions } from './budget/retry-budget.ts';
import type { BulkheadOptions } from './bulkhead/bulkhead-options.ts';
import type { Bulkhead } from './bulkhead/bulkhead.ts';
import type { FallbackOptions } from './fallback/fallback-options.ts';
import type { RetryOptions } from './retry/retry-options.ts';

/** The options of `resilience`: retry with a budget is on unless turned off, the rest is on when given. */
export interface ResilienceOptions {
  /** `false` leaves the one silent retry on a stale keep-alive socket. */
  readonly retry?: RetryOptions | boolean | undefined;
  /** Of this client alone, or one made with `retryBudget`; `false` for none. */
  readonly budget?: RetryBudgetOptions | RetryBudget | boolean | undefined;
  /** Of this client alone, or one made with `circuitBreaker`. */
  readonly breaker?: BreakerOptions | CircuitBreaker | false | undefined;
  /** Of this client alone, or one made with `bulkhead`. */
  readonly bulkhead?: BulkheadOptions | Bulkhead | false | undefined;
  readonly fallback?: FallbackOptions | false | undefined;
}

/** What the plugin adds to the options of a call. */
export interface ResilienceCallOptions {
  /** Per key over the client's; `false` leaves one attempt. */
  readonly retry?: RetryOptions | boolean | undefined;
  /** Whether this call may be sent twice, whatever its method. */
  readonly idempotent?: boolean | undefined;
  /** `false` passes the breaker by. */
  readonly breaker?: boolean | undefined;
  /** `false` lets the error through. */
  readonly fallback?: boolean | undefined;
}
