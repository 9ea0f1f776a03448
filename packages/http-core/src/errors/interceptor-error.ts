import { ClientError, type ClientErrorDetails } from './client-error.ts';
import { causeSuffix } from './describe-cause.ts';

/** Which function of the caller's raised. */
export type InterceptorKind = 'request' | 'response' | 'error' | 'middleware';

/** `beforeRequest`, `afterResponse`, `onError` or a `middleware` raised something of its own; that is the `cause`. */
export class InterceptorError extends ClientError {
  static override readonly kind: string = 'InterceptorError';
  override readonly code = 'ERR_HTTP_INTERCEPTOR';
  declare readonly status?: undefined;
  /** Which function raised: of `beforeRequest`, `afterResponse`, `onError` or `middleware`. */
  readonly interceptor: InterceptorKind;

  constructor(interceptor: InterceptorKind, details: ClientErrorDetails = {}) {
    super(`${titleOf(interceptor)} failed${causeSuffix(details.cause)}`, details);
    this.interceptor = interceptor;
  }
}

function titleOf(interceptor: InterceptorKind): string {
  switch (interceptor) {
    case 'request':
      return 'Request interceptor';
    case 'response':
      return 'Response interceptor';
    case 'error':
      return 'Error interceptor';
    case 'middleware':
      return 'Middleware';
  }
}
