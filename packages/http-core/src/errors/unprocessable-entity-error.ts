import { ClientStatusError } from './client-status-error.ts';

/** Status 422, Unprocessable Content. */
export class UnprocessableEntityError<T = unknown> extends ClientStatusError<T> {
  static override readonly kind: string = 'UnprocessableEntityError';
  declare readonly status: 422;
}
