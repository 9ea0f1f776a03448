import { ClientError } from './client-error.ts';

/** A policy said no: retry, budget, bulkhead or breaker. */
export class ResilienceError extends ClientError {
  static override readonly kind: string = 'ResilienceError';
  override readonly code:
    | 'ERR_HTTP_RESILIENCE'
    | 'ERR_HTTP_RETRY_EXHAUSTED'
    | 'ERR_HTTP_RETRY_BUDGET_EXHAUSTED'
    | 'ERR_HTTP_BULKHEAD_FULL'
    | 'ERR_HTTP_CIRCUIT_OPEN' = 'ERR_HTTP_RESILIENCE';
  declare readonly status?: undefined;
}
