import { ClientStatusError } from './client-status-error.ts';

/** Status 403, Forbidden. */
export class ForbiddenError<T = unknown> extends ClientStatusError<T> {
  static override readonly kind: string = 'ForbiddenError';
  declare readonly status: 403;
}
