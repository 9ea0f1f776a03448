import { ClientError } from './client-error.ts';

/** A client made with `lazyOpen: false` was used before `open()`. */
export class ClientNotOpenError extends ClientError {
  static override readonly kind: string = 'ClientNotOpenError';
  override readonly code = 'ERR_HTTP_NOT_OPEN';
  declare readonly status?: undefined;
  /** The `name` of the client. */
  readonly clientName: string;

  constructor(clientName: string) {
    super(`The client '${clientName}' has not been opened: await client.open() before the first request`);
    this.clientName = clientName;
  }
}
