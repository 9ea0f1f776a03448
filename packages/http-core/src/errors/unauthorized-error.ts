import { ClientStatusError } from './client-status-error.ts';

/** Status 401, Unauthorized. */
export class UnauthorizedError<T = unknown> extends ClientStatusError<T> {
  static override readonly kind: string = 'UnauthorizedError';
  declare readonly status: 401;
}
