export type { AnyClientError, AnyStatusError } from './any-client-error.ts';
export { BadRequestError } from './bad-request-error.ts';
export { BulkheadFullError, type BulkheadFullErrorDetails } from './bulkhead-full-error.ts';
export { CircuitOpenError, type CircuitOpenErrorDetails } from './circuit-open-error.ts';
export { ClientClosedError } from './client-closed-error.ts';
export { ClientError, type ClientErrorDetails } from './client-error.ts';
export { ClientNotOpenError } from './client-not-open-error.ts';
export { ClientStatusError } from './client-status-error.ts';
export {
  ConfigurationError,
  type ConfigurationErrorDetails,
  type ConfigurationIssue,
} from './configuration-error.ts';
export { ConflictError } from './conflict-error.ts';
export { DecodeError, type DecodeErrorDetails } from './decode-error.ts';
export type { CauseSummary } from './describe-cause.ts';
export { ForbiddenError } from './forbidden-error.ts';
export { InterceptorError, type InterceptorKind } from './interceptor-error.ts';
export { InternalServerError } from './internal-server-error.ts';
export { InvalidRequestError } from './invalid-request-error.ts';
export { isClientError } from './is-client-error.ts';
export type { Issue } from './issue.ts';
export { MissingDecoderError } from './missing-decoder-error.ts';
export { NetworkError, type NetworkErrorReason, type NetworkErrorDetails } from './network-error.ts';
export { NotFoundError } from './not-found-error.ts';
export type { ProblemDocument } from './problem.ts';
export { ProtocolError, type ProtocolErrorReason } from './protocol-error.ts';
export { ProxyError, type ProxyErrorDetails } from './proxy-error.ts';
export { RateLimitedError } from './rate-limited-error.ts';
export { RedirectError, type RedirectErrorReason, type RedirectErrorDetails } from './redirect-error.ts';
export { ResilienceError } from './resilience-error.ts';
export { ResponseTooLargeError, type ResponseTooLargeErrorReason } from './response-too-large-error.ts';
export { RetryBudgetExhaustedError } from './retry-budget-exhausted-error.ts';
export { RetryExhaustedError, type RetryErrorDetails } from './retry-exhausted-error.ts';
export { ServerStatusError } from './server-status-error.ts';
export { ServiceUnavailableError } from './service-unavailable-error.ts';
export { statusErrorFor } from './status-error-for.ts';
export { StatusError } from './status-error.ts';
export type { ClientErrorStatus, ServerErrorStatus } from './status.ts';
export type { AttemptSummary, ErrorSummary } from './summarize.ts';
export { TimeoutError, type TimeoutPhase, type TimeoutErrorDetails } from './timeout-error.ts';
export { TlsError, type TlsErrorDetails } from './tls-error.ts';
export { TooManyRedirectsError } from './too-many-redirects-error.ts';
export { TransportError, type TransportErrorDetails } from './transport-error.ts';
export { UnauthorizedError } from './unauthorized-error.ts';
export { UnprocessableEntityError } from './unprocessable-entity-error.ts';
export { UnsafeUrlError } from './unsafe-url-error.ts';
