import type { AttemptRecord } from '../call/ledger.ts';
import type { HttpResponse } from '../response.ts';
import type { ClientErrorDetails } from './client-error.ts';
import { ResilienceError } from './resilience-error.ts';

/** What an error about retries is told. */
export interface RetryErrorDetails extends ClientErrorDetails {
  /** The ledger so far. */
  readonly attempts: readonly AttemptRecord[];
  readonly lastResponse?: HttpResponse | undefined;
  readonly lastError?: unknown;
}

/** Every attempt failed; thrown in place of the last error only with `retry: { onExhausted: 'wrap' }`. */
export class RetryExhaustedError extends ResilienceError {
  static override readonly kind: string = 'RetryExhaustedError';
  override readonly code = 'ERR_HTTP_RETRY_EXHAUSTED';
  readonly #lastResponse: HttpResponse | undefined;
  readonly #lastError: unknown;

  constructor(details: RetryErrorDetails) {
    const { lastError, lastResponse } = details;
    const cause = details.cause ?? lastError;
    super(`All ${details.attempts.length} retry attempts exhausted`, {
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
