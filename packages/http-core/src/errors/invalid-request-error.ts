import { ClientError } from './client-error.ts';

/** A call's URL, header, body or option was refused before anything was sent. */
export class InvalidRequestError extends ClientError {
  static override readonly kind: string = 'InvalidRequestError';
  override readonly code: 'ERR_HTTP_INVALID_REQUEST' | 'ERR_HTTP_UNSAFE_URL' = 'ERR_HTTP_INVALID_REQUEST';
  declare readonly status?: undefined;
}
