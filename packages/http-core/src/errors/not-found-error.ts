import { ClientStatusError } from './client-status-error.ts';

/** Status 404, Not Found. */
export class NotFoundError<T = unknown> extends ClientStatusError<T> {
  static override readonly kind: string = 'NotFoundError';
  declare readonly status: 404;
}
