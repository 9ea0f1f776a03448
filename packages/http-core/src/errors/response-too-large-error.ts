import { ClientError, type ClientErrorDetails } from './client-error.ts';

/** Whether the peer declared too large a body or sent one. */
export type ResponseTooLargeErrorReason = 'declared' | 'streamed';

/** The body is larger than `maxResponseBytes`; what counts is decoded bytes. */
export class ResponseTooLargeError extends ClientError {
  static override readonly kind: string = 'ResponseTooLargeError';
  override readonly code = 'ERR_HTTP_RESPONSE_TOO_LARGE';
  declare readonly status?: undefined;
  /** Whether the peer declared too large a body or sent one. */
  readonly reason: ResponseTooLargeErrorReason;
  /** The limit in bytes. */
  readonly limit: number;

  constructor(reason: ResponseTooLargeErrorReason, limit: number, details?: ClientErrorDetails) {
    super(`The response body is larger than ${limit} bytes (maxResponseBytes, ${reason})`, details);
    this.reason = reason;
    this.limit = limit;
  }
}
