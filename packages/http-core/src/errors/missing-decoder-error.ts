import { ConfigurationError } from './configuration-error.ts';

/** A schema was given that no decoder claims; before anything is sent. */
export class MissingDecoderError extends ConfigurationError {
  static override readonly kind: string = 'MissingDecoderError';
  override readonly code = 'ERR_HTTP_MISSING_DECODER';
}
