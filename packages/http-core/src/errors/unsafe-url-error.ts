import { InvalidRequestError } from './invalid-request-error.ts';

/** The egress guard refused the URL or the address it resolves to. */
export class UnsafeUrlError extends InvalidRequestError {
  static override readonly kind: string = 'UnsafeUrlError';
  override readonly code = 'ERR_HTTP_UNSAFE_URL';
}
