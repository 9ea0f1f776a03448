import { ClientError, type ClientErrorDetails } from './client-error.ts';

/** A call was made on a client after `close()`, or was still running when its grace period ended. */
export class ClientClosedError extends ClientError {
  static override readonly kind: string = 'ClientClosedError';
  override readonly code = 'ERR_HTTP_CLOSED';
  declare readonly status?: undefined;
  /** The `name` of the client. */
  readonly clientName: string;

  constructor(clientName: string, details?: ClientErrorDetails) {
    super(`The client '${clientName}' has been closed`, details);
    this.clientName = clientName;
  }
}
