import { ClientStatusError } from './client-status-error.ts';

/** Status 400, Bad Request. */
export class BadRequestError<T = unknown> extends ClientStatusError<T> {
  static override readonly kind: string = 'BadRequestError';
  declare readonly status: 400;
}
