import { RedirectError, type RedirectErrorReason } from '../errors/redirect-error.ts';
import { redactUrl } from '../redact.ts';
import type { HttpRequest } from '../request.ts';

/** The error for a redirect that is not followed, `why` being the end of its sentence. */
export function refuseRedirect(
  reason: RedirectErrorReason,
  request: HttpRequest,
  location: string,
  why: string,
): RedirectError {
  const message = `Redirect refused: the location ${redactUrl(location)} ${why}`;
  return new RedirectError(reason, message, { request, location });
}
