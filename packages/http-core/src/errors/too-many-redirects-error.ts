import { RedirectError, type RedirectErrorDetails } from './redirect-error.ts';

/** A redirect beyond `redirect.max`. */
export class TooManyRedirectsError extends RedirectError {
  static override readonly kind: string = 'TooManyRedirectsError';
  override readonly code = 'ERR_HTTP_TOO_MANY_REDIRECTS';
  /** How many redirects were allowed. */
  readonly max: number;

  constructor(max: number, details: RedirectErrorDetails = {}) {
    super('limit', `More than ${max} redirects (redirect.max: ${max})`, details);
    this.max = max;
  }
}
