import type { Timings } from '../transport/transport.ts';
import { ClientError, type ClientErrorDetails } from './client-error.ts';

/** What a transport knows about an exchange that failed. */
export interface TransportErrorDetails extends ClientErrorDetails {
  /** Whether the socket had carried a request before. */
  readonly reused?: boolean | undefined;
  /** Whether any byte of an answer had come. */
  readonly responseStarted?: boolean | undefined;
  readonly timings?: Timings | undefined;
}

/** No complete response came. */
export class TransportError extends ClientError {
  static override readonly kind: string = 'TransportError';
  override readonly code:
    | 'ERR_HTTP_TRANSPORT'
    | 'ERR_HTTP_NETWORK'
    | 'ERR_HTTP_PROXY'
    | 'ERR_HTTP_TLS'
    | 'ERR_HTTP_PROTOCOL' = 'ERR_HTTP_TRANSPORT';
  declare readonly status?: undefined;
  /** Whether the socket had carried a request before; `undefined` where that is not known. */
  readonly reused: boolean | undefined;
  /** Whether any byte of an answer had come. */
  readonly responseStarted: boolean;
  /** Where the time of the failed exchange went, in milliseconds. */
  readonly timings: Timings | undefined;

  constructor(message: string, details: TransportErrorDetails = {}) {
    super(message, details);
    this.reused = details.reused;
    this.responseStarted = details.responseStarted ?? false;
    this.timings = details.timings;
  }
}
