import { ClientError } from './client-error.ts';

/** A client option or a set of plugins that cannot work; thrown when the client is made. */
export class ConfigurationError extends ClientError {
  static override readonly kind: string = 'ConfigurationError';
  override readonly code: 'ERR_HTTP_CONFIGURATION' | 'ERR_HTTP_MISSING_DECODER' = 'ERR_HTTP_CONFIGURATION';
  declare readonly status?: undefined;
}
