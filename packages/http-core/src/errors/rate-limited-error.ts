import { ClientStatusError } from './client-status-error.ts';

/** Status 429, Too Many Requests. */
export class RateLimitedError<T = unknown> extends ClientStatusError<T> {
  static override readonly kind: string = 'RateLimitedError';
  declare readonly status: 429;
}
