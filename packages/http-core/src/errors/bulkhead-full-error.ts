import type { ClientErrorDetails } from './client-error.ts';
import { seconds } from './duration.ts';
import { ResilienceError } from './resilience-error.ts';

/** What a `BulkheadFullError` is told. */
export interface BulkheadFullErrorDetails extends ClientErrorDetails {
  readonly maxConcurrent: number;
  /** Milliseconds; `undefined` where calls do not wait. */
  readonly acquireTimeout?: number | undefined;
}

/** No slot of the bulkhead came free in time; nothing was sent. */
export class BulkheadFullError extends ResilienceError {
  static override readonly kind: string = 'BulkheadFullError';
  override readonly code = 'ERR_HTTP_BULKHEAD_FULL';
  /** How many calls may run at once. */
  readonly maxConcurrent: number;
  /** How long the call was ready to wait, in milliseconds. */
  readonly acquireTimeout: number | undefined;

  constructor(details: BulkheadFullErrorDetails) {
    const { maxConcurrent, acquireTimeout } = details;
    const wait = acquireTimeout === undefined ? '' : `, none ended within ${seconds(acquireTimeout)}`;
    super(
      `Bulkhead is full: ${maxConcurrent} calls are running (maxConcurrent: ${maxConcurrent})${wait}`,
      details,
    );
    this.maxConcurrent = maxConcurrent;
    this.acquireTimeout = acquireTimeout;
  }
}
