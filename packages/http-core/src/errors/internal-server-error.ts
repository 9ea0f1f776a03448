import { ServerStatusError } from './server-status-error.ts';

/** Status 500, Internal Server Error. */
export class InternalServerError<T = unknown> extends ServerStatusError<T> {
  static override readonly kind: string = 'InternalServerError';
  declare readonly status: 500;
}
