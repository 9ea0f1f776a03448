import { ClientStatusError } from './client-status-error.ts';

/** Status 409, Conflict. */
export class ConflictError<T = unknown> extends ClientStatusError<T> {
  static override readonly kind: string = 'ConflictError';
  declare readonly status: 409;
}
