import type { HttpResponse } from '../response.ts';
import { ResilienceError } from './resilience-error.ts';
import type { RetryErrorDetails } from './retry-exhausted-error.ts';

/** Another attempt was due and the retry budget refused it. */
export class RetryBudgetExhaustedError extends ResilienceError {
  static override readonly kind: string = 'RetryBudgetExhaustedError';
  override readonly code = 'ERR_HTTP_RETRY_BUDGET_EXHAUSTED';
  readonly #lastResponse: HttpResponse | undefined;
  readonly #lastError: unknown;

  constructor(details: RetryErrorDetails) {
    const { lastError, lastResponse } = details;
    const cause = details.cause ?? lastError;
    super(`Retry budget exhausted after ${count(details.attempts.length)}`, {
      ...details,
      cause,
      response: details.response ?? lastResponse,
    });
    this.attempts = details.attempts;
    this.#lastResponse = lastResponse;
    this.#lastError = lastError;
  }

  /** The last response that came; `undefined` when every attempt failed without one. */
  get lastResponse(): HttpResponse | undefined {
    return this.#lastResponse;
  }

  /** What the last attempt failed with; the same as `cause`. */
  get lastError(): unknown {
    return this.#lastError;
  }
}

function count(attempts: number): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}
