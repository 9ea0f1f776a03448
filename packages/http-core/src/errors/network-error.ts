import { TransportError, type TransportErrorDetails } from './transport-error.ts';

/** What broke between here and the peer. */
export type NetworkErrorReason = 'dns' | 'refused' | 'unreachable' | 'reset' | 'truncated' | 'proxy';

/** What a `NetworkError` can be told beside its reason and message. */
export interface NetworkErrorDetails extends TransportErrorDetails {
  /** Whether another attempt may help; yes unless told otherwise. */
  readonly retryable?: boolean | undefined;
}

/** The network failed: transient, so it is retried where the request allows it. */
export class NetworkError extends TransportError {
  static override readonly kind: string = 'NetworkError';
  override readonly code: 'ERR_HTTP_NETWORK' | 'ERR_HTTP_PROXY' = 'ERR_HTTP_NETWORK';
  /** What broke between here and the peer. */
  readonly reason: NetworkErrorReason;
  /** Whether another attempt may help. */
  readonly retryable: boolean;

  constructor(reason: NetworkErrorReason, message: string, details: NetworkErrorDetails = {}) {
    super(message, details);
    this.reason = reason;
    this.retryable = details.retryable ?? true;
  }
}
