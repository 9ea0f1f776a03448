import type { Timings } from '../transport/transport.ts';
import { ClientError } from './client-error.ts';
import { seconds } from './duration.ts';
import type { TransportErrorDetails } from './transport-error.ts';

/** Which limit of the `timeout` option ran out, or which part of the connection it ran out in. */
export type TimeoutPhase =
  | 'pool'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'proxy'
  | 'upload'
  | 'headers'
  | 'idle'
  | 'attempt'
  | 'total';

/** What a `TimeoutError` can be told beside its phase and limit. */
export interface TimeoutErrorDetails extends TransportErrorDetails {
  /** What to know about it, such as a pool that was full. */
  readonly hint?: string | undefined;
}

/** A limit of the `timeout` option ran out. Its name is the one the platform's own timeouts carry. */
export class TimeoutError extends ClientError {
  static override readonly kind: string = 'TimeoutError';
  override readonly code = 'ERR_HTTP_TIMEOUT';
  declare readonly status?: undefined;
  /** Which limit ran out, or which part of the connection it ran out in. */
  readonly phase: TimeoutPhase;
  /** The limit that ran out, in milliseconds. */
  readonly limit: number;
  /** Whether the socket had carried a request before; `undefined` where that is not known. */
  readonly reused: boolean | undefined;
  /** Whether any byte of an answer had come. */
  readonly responseStarted: boolean;
  /** Where the time of the exchange went, in milliseconds. */
  readonly timings: Timings | undefined;

  constructor(phase: TimeoutPhase, limit: number, details: TimeoutErrorDetails = {}) {
    const hint =
      details.hint ?? (phase === 'pool' ? 'connection pool exhausted, see pool.maxConnections' : '');
    super(
      `Request timed out after ${seconds(limit)} (phase: ${phase})${hint === '' ? '' : `: ${hint}`}`,
      details,
    );
    this.phase = phase;
    this.limit = limit;
    this.reused = details.reused;
    this.responseStarted = details.responseStarted ?? false;
    this.timings = details.timings;
  }
}
