import { TransportError, type TransportErrorDetails } from './transport-error.ts';

/** Which part of the answer was not HTTP. */
export type ProtocolErrorReason = 'framing' | 'headers' | 'encoding' | 'upgrade' | 'stream';

/** The peer does not speak HTTP as RFC 9110 and 9112 have it. */
export class ProtocolError extends TransportError {
  static override readonly kind: string = 'ProtocolError';
  override readonly code = 'ERR_HTTP_PROTOCOL';
  /** Which part of the answer was not HTTP; `stream` where an HTTP/2 peer reset it before it answered. */
  readonly reason: ProtocolErrorReason;

  constructor(reason: ProtocolErrorReason, message: string, details: TransportErrorDetails = {}) {
    super(message, details);
    this.reason = reason;
  }
}
