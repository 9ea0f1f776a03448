import { redactUrl } from '../redact.ts';
import { ClientError, type ClientErrorDetails } from './client-error.ts';

/** Why a redirect was not followed; `limit` only on a `TooManyRedirectsError`. */
export type RedirectErrorReason = 'downgrade' | 'scheme' | 'conflict' | 'body' | 'location' | 'limit';

/** What a `RedirectError` can be told beside its reason and message. */
export interface RedirectErrorDetails extends ClientErrorDetails {
  /** Where the redirect pointed; kept redacted. */
  readonly location?: string | URL | undefined;
}

/** A redirect that must not or cannot be followed. */
export class RedirectError extends ClientError {
  static override readonly kind: string = 'RedirectError';
  override readonly code: 'ERR_HTTP_REDIRECT' | 'ERR_HTTP_TOO_MANY_REDIRECTS' = 'ERR_HTTP_REDIRECT';
  declare readonly status?: undefined;
  /** Why it was not followed. */
  readonly reason: RedirectErrorReason;
  /** Where the redirect pointed, redacted. */
  readonly location: string | undefined;

  constructor(reason: RedirectErrorReason, message: string, details: RedirectErrorDetails = {}) {
    super(message, details);
    this.reason = reason;
    this.location = details.location === undefined ? undefined : redactUrl(details.location);
  }
}
