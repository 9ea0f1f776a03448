import { NetworkError, type NetworkErrorDetails } from './network-error.ts';

/** What a `ProxyError` can be told beside its message. */
export interface ProxyErrorDetails extends NetworkErrorDetails {
  /** The status of the proxy's own answer. */
  readonly proxyStatus?: number | undefined;
}

/** The proxy refused or broke the tunnel; its answer is never dressed as the origin's. Retryable unless it said 4xx. */
export class ProxyError extends NetworkError {
  static override readonly kind: string = 'ProxyError';
  override readonly code = 'ERR_HTTP_PROXY';
  /** The status of the proxy's own answer, where it gave one. */
  readonly proxyStatus: number | undefined;

  constructor(message: string, details: ProxyErrorDetails = {}) {
    const { proxyStatus } = details;
    const retryable = details.retryable ?? (proxyStatus === undefined || proxyStatus >= 500);
    super('proxy', message, { ...details, retryable });
    this.proxyStatus = proxyStatus;
  }
}
