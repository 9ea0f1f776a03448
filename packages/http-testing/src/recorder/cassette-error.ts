import { ClientError } from '@x/http-core';

/** A cassette or an entry is missing, or the file is none; the message says how to record. No policy retries it. */
export class CassetteError extends ClientError {
  static override readonly kind: string = 'CassetteError';
  override readonly code: string = 'ERR_HTTP_CASSETTE';
  declare readonly status?: undefined;
}
