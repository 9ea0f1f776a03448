import { StatusError } from './status-error.ts';
import type { ServerErrorStatus } from './status.ts';

/** A status of 500-599; of this very class when the status has none of its own. */
export class ServerStatusError<T = unknown> extends StatusError<T> {
  static override readonly kind: string = 'ServerStatusError';
  declare readonly status: ServerErrorStatus;
}
