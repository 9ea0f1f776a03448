import { StatusError } from './status-error.ts';
import type { ClientErrorStatus } from './status.ts';

/** A status of 400-499; of this very class when the status has none of its own. */
export class ClientStatusError<T = unknown> extends StatusError<T> {
  static override readonly kind: string = 'ClientStatusError';
  declare readonly status: ClientErrorStatus;
}
