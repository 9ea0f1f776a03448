export { createClient } from './create-client.ts';
export { createClients } from './clients.ts';
export type { Clients, NamedClients } from './clients.ts';
export type {
  CallOptions,
  Client,
  DecodedOptions,
  ErrorsOption,
  RequestVerb,
  UndecodedOptions,
  Verb,
} from './client.ts';
export { classify } from './classify.ts';
export type { Classification } from './classify.ts';
export type { Clock, Timer } from './time/clock.ts';
export type { Attempt, AttemptInit, Call, Hop, RespondInit } from './call/context.ts';
export { DecodeFailure } from './decode/decode-failure.ts';
export type { DecodeFailureDetails } from './decode/decode-failure.ts';
export { defineDecoder } from './decoder.ts';
export type { Decoder, DecoderTypes } from './decoder.ts';
export type { DescribedLink, Description } from './client/describe.ts';
export * from './errors/index.ts';
export type { Listener } from './events.ts';
export type { HealthReport } from './client/health.ts';
export type { AcceptedSchema, Decoded, DecodedErrors, DecodersOf, ErrorSchemas, OptionsOf } from './infer.ts';
export { afterResponse } from './interceptors/after-response.ts';
export type { AfterResponse } from './interceptors/after-response.ts';
export { beforeRequest } from './interceptors/before-request.ts';
export type { BeforeRequest } from './interceptors/before-request.ts';
export { middleware } from './interceptors/middleware.ts';
export type { Middleware } from './interceptors/middleware.ts';
export { onError } from './interceptors/on-error.ts';
export type { OnError } from './interceptors/on-error.ts';
export { toHttpResponse } from './interceptors/answer.ts';
export type { InterceptorContexts, InterceptorScope, InterceptorScopeOptions } from './interceptors/scope.ts';
export type { AttemptRecord } from './call/ledger.ts';
export type { CloseOptions } from './client/lifecycle.ts';
export * as optionChecks from './options/check.ts';
export type { CoreCallOptions } from './options/call-options.ts';
export type { CallSettings, Progress } from './options/call-settings.ts';
export type { ClientOptions, ExtendOptions, ResolvedClientOptions } from './options/client-options.ts';
export type { PoolOptions, PoolSettings } from './options/pool.ts';
export type { RedirectOptions, RedirectSettings } from './options/redirect.ts';
export type { PhaseTimeouts, TimeoutOptions, Timeouts } from './options/timeouts.ts';
export type { Pem, TlsOptions, TlsSettings } from './options/tls.ts';
export { order } from './order.ts';
export type { AttemptSlot, CallSlot, HopSlot, Scope } from './order.ts';
export { parseJson } from './decode/parse-json.ts';
export { path } from './url/path.ts';
export { definePlugin } from './plugin.ts';
export type { AnyPlugin, CallOptionCheck, Contribution, Host, Layer, Plugin, Send } from './plugin.ts';
export { isSensitiveHeader, isSensitiveKey, redactHeaders, redactText, redactUrl } from './redact.ts';
export { HttpRequest } from './request.ts';
export type { RequestSummary } from './request.ts';
export { RequestHeaders } from './headers/headers.ts';
export type { HeadersInput } from './headers/headers-input.ts';
export { HttpResponse } from './response.ts';
export type { ResponsePromise, Result, UndecodedPromise, WithResponse } from './response/response-promise.ts';
export { mayRetryStale, staleReason } from './steps/retry-bridge.ts';
export type {
  Evidence,
  ProxyTarget,
  Sent,
  Timings,
  Transport,
  TunnelEnd,
  TunnelFailure,
  TunnelObserver,
  WireRequest,
  WireResponse,
} from './transport/transport.ts';
