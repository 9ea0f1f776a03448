import type { HttpResponse } from '../response.ts';
import { BadRequestError } from './bad-request-error.ts';
import { ClientStatusError } from './client-status-error.ts';
import { ConflictError } from './conflict-error.ts';
import { ForbiddenError } from './forbidden-error.ts';
import { InternalServerError } from './internal-server-error.ts';
import { NotFoundError } from './not-found-error.ts';
import { RateLimitedError } from './rate-limited-error.ts';
import { ServerStatusError } from './server-status-error.ts';
import { ServiceUnavailableError } from './service-unavailable-error.ts';
import type { StatusError } from './status-error.ts';
import { UnauthorizedError } from './unauthorized-error.ts';
import { UnprocessableEntityError } from './unprocessable-entity-error.ts';

/** The error for a response with a status of 400-599: the status's own class, else the one for any 4xx or 5xx. */
export function statusErrorFor(response: HttpResponse): StatusError {
  switch (response.status) {
    case 400:
      return new BadRequestError(response);
    case 401:
      return new UnauthorizedError(response);
    case 403:
      return new ForbiddenError(response);
    case 404:
      return new NotFoundError(response);
    case 409:
      return new ConflictError(response);
    case 422:
      return new UnprocessableEntityError(response);
    case 429:
      return new RateLimitedError(response);
    case 500:
      return new InternalServerError(response);
    case 503:
      return new ServiceUnavailableError(response);
    default:
      return response.status < 500 ? new ClientStatusError(response) : new ServerStatusError(response);
  }
}
