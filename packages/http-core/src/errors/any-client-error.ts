import type { BadRequestError } from './bad-request-error.ts';
import type { BulkheadFullError } from './bulkhead-full-error.ts';
import type { CircuitOpenError } from './circuit-open-error.ts';
import type { ClientClosedError } from './client-closed-error.ts';
import type { ClientNotOpenError } from './client-not-open-error.ts';
import type { ClientStatusError } from './client-status-error.ts';
import type { ConfigurationError } from './configuration-error.ts';
import type { ConflictError } from './conflict-error.ts';
import type { DecodeError } from './decode-error.ts';
import type { ForbiddenError } from './forbidden-error.ts';
import type { InterceptorError } from './interceptor-error.ts';
import type { InternalServerError } from './internal-server-error.ts';
import type { InvalidRequestError } from './invalid-request-error.ts';
import type { MissingDecoderError } from './missing-decoder-error.ts';
import type { NetworkError } from './network-error.ts';
import type { NotFoundError } from './not-found-error.ts';
import type { ProtocolError } from './protocol-error.ts';
import type { ProxyError } from './proxy-error.ts';
import type { RateLimitedError } from './rate-limited-error.ts';
import type { RedirectError } from './redirect-error.ts';
import type { ResilienceError } from './resilience-error.ts';
import type { ResponseTooLargeError } from './response-too-large-error.ts';
import type { RetryBudgetExhaustedError } from './retry-budget-exhausted-error.ts';
import type { RetryExhaustedError } from './retry-exhausted-error.ts';
import type { ServerStatusError } from './server-status-error.ts';
import type { ServiceUnavailableError } from './service-unavailable-error.ts';
import type { ClientErrorStatus, ServerErrorStatus } from './status.ts';
import type { TimeoutError } from './timeout-error.ts';
import type { TlsError } from './tls-error.ts';
import type { TooManyRedirectsError } from './too-many-redirects-error.ts';
import type { TransportError } from './transport-error.ts';
import type { UnauthorizedError } from './unauthorized-error.ts';
import type { UnprocessableEntityError } from './unprocessable-entity-error.ts';
import type { UnsafeUrlError } from './unsafe-url-error.ts';

/** The status errors with a class of their own, by status. */
interface StatusErrors<Data> {
  400: BadRequestError<DataOf<Data, 400>>;
  401: UnauthorizedError<DataOf<Data, 401>>;
  403: ForbiddenError<DataOf<Data, 403>>;
  404: NotFoundError<DataOf<Data, 404>>;
  409: ConflictError<DataOf<Data, 409>>;
  422: UnprocessableEntityError<DataOf<Data, 422>>;
  429: RateLimitedError<DataOf<Data, 429>>;
  500: InternalServerError<DataOf<Data, 500>>;
  503: ServiceUnavailableError<DataOf<Data, 503>>;
}

/** The decoded body of a status: `unknown` where no schema was given for it, `undefined` when the body did not fit. */
type DataOf<Data, Status extends number> = Status extends keyof Data ? Data[Status] | undefined : unknown;

/** A status without a class of its own. */
type OtherClient = Exclude<ClientErrorStatus, keyof StatusErrors<unknown>>;
type OtherServer = Exclude<ServerErrorStatus, keyof StatusErrors<unknown>>;

/** The fallback class per status that has a schema; the other statuses share one member, so that a comparison narrows. */
type OtherClientErrors<Data> =
  | {
      [S in OtherClient & keyof Data]: ClientStatusError<DataOf<Data, S>> & { readonly status: S };
    }[OtherClient & keyof Data]
  | (ClientStatusError & { readonly status: Exclude<OtherClient, keyof Data> });
type OtherServerErrors<Data> =
  | {
      [S in OtherServer & keyof Data]: ServerStatusError<DataOf<Data, S>> & { readonly status: S };
    }[OtherServer & keyof Data]
  | (ServerStatusError & { readonly status: Exclude<OtherServer, keyof Data> });

/** An error of this very class, where subclasses have codes of their own. */
type Only<E, Code extends string> = E & { readonly code: Code };

/** Every error for a status: `status` narrows to the class. `Data` maps statuses to the types of their decoded bodies. */
export type AnyStatusError<Data extends object = object> =
  | StatusErrors<Data>[keyof StatusErrors<Data>]
  | OtherClientErrors<Data>
  | OtherServerErrors<Data>;

/** Everything a call can reject with, the caller's own abort reason excepted: `code` and `status` narrow to the class. */
export type AnyClientError<Data extends object = object> =
  | AnyStatusError<Data>
  | Only<ConfigurationError, 'ERR_HTTP_CONFIGURATION'>
  | MissingDecoderError
  | Only<InvalidRequestError, 'ERR_HTTP_INVALID_REQUEST'>
  | UnsafeUrlError
  | ClientNotOpenError
  | ClientClosedError
  | Only<TransportError, 'ERR_HTTP_TRANSPORT'>
  | Only<NetworkError, 'ERR_HTTP_NETWORK'>
  | ProxyError
  | TlsError
  | ProtocolError
  | TimeoutError
  | Only<RedirectError, 'ERR_HTTP_REDIRECT'>
  | TooManyRedirectsError
  | ResponseTooLargeError
  | DecodeError
  | InterceptorError
  | Only<ResilienceError, 'ERR_HTTP_RESILIENCE'>
  | RetryExhaustedError
  | RetryBudgetExhaustedError
  | BulkheadFullError
  | CircuitOpenError;
