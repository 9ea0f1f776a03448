import { TransportError, type TransportErrorDetails } from './transport-error.ts';

/** What a `TlsError` can be told beside its message. */
export interface TlsErrorDetails extends TransportErrorDetails {
  /** The code of OpenSSL or Node, such as `CERT_HAS_EXPIRED`. */
  readonly reason?: string | undefined;
}

/** The certificate or the handshake failed; never retried. `tls.verify`, `tls.ca` and `SSL_CERT_FILE` are the fixes. */
export class TlsError extends TransportError {
  static override readonly kind: string = 'TlsError';
  override readonly code = 'ERR_HTTP_TLS';
  /** The code of OpenSSL or Node, such as `CERT_HAS_EXPIRED`. */
  readonly reason: string | undefined;

  constructor(message: string, details: TlsErrorDetails = {}) {
    super(message, details);
    this.reason = details.reason;
  }
}
