import type { ClientError } from './client-error.ts';
import { isOfKind } from './lineage.ts';

/** Whether `value` is an error of this library, whichever installed copy made it. Never throws. */
export function isClientError(value: unknown): value is ClientError {
  return isOfKind(value, 'ClientError');
}
