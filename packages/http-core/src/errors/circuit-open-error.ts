import { redactText } from '../redact.ts';
import type { ClientErrorDetails } from './client-error.ts';
import { seconds } from './duration.ts';
import { ResilienceError } from './resilience-error.ts';

/** What a `CircuitOpenError` is told. */
export interface CircuitOpenErrorDetails extends ClientErrorDetails {
  /** What the breaker is kept for, by default the origin. */
  readonly key: string;
  /** Milliseconds until a probe may go out; `undefined` while one is in flight. */
  readonly retryAfter?: number | undefined;
  /** Opened by hand, until it is closed by hand. */
  readonly isIsolated?: boolean | undefined;
}

/** The breaker is open: too many calls failed lately, so this one was not sent. */
export class CircuitOpenError extends ResilienceError {
  static override readonly kind: string = 'CircuitOpenError';
  override readonly code = 'ERR_HTTP_CIRCUIT_OPEN';
  /** What the breaker is kept for, by default the origin; redacted. */
  readonly key: string;
  /** Milliseconds until a probe may go out; `undefined` while one is in flight or the circuit is isolated. */
  readonly retryAfter: number | undefined;

  constructor(details: CircuitOpenErrorDetails) {
    const { retryAfter } = details;
    const key = redactText(details.key);
    super(`Circuit breaker is open for ${key} (${nextProbe(details)})`, details);
    this.key = key;
    this.retryAfter = retryAfter;
  }
}

function nextProbe({ retryAfter, isIsolated }: CircuitOpenErrorDetails): string {
  if (isIsolated === true) return 'isolated by hand';
  return retryAfter === undefined ? 'a probe is in flight' : `next probe in ${seconds(retryAfter)}`;
}
