import { ServerStatusError } from './server-status-error.ts';

/** Status 503, Service Unavailable. */
export class ServiceUnavailableError<T = unknown> extends ServerStatusError<T> {
  static override readonly kind: string = 'ServiceUnavailableError';
  declare readonly status: 503;
}
