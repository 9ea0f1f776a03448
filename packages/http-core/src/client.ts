import type { Description } from './client/describe.ts';
import type { HealthReport } from './client/health.ts';
import type { CloseOptions } from './client/lifecycle.ts';
import type { AnyClientError, ClientErrorStatus, ServerErrorStatus } from './errors/index.ts';
import type { Listener } from './events.ts';
import type { AcceptedSchema, Decoded, DecodedErrors, DecodersOf, ErrorSchemas, OptionsOf } from './infer.ts';
import type { CoreCallOptions } from './options/call-options.ts';
import type { ExtendOptions } from './options/client-options.ts';
import type { AnyPlugin } from './plugin.ts';
import type { HttpResponse } from './response.ts';
import type { ResponsePromise, UndecodedPromise } from './response/response-promise.ts';

/** The options of one call: the core's, and those the client's plugins add. */
export type CallOptions<O extends object = {}> = Omit<CoreCallOptions, 'schema' | 'errors'> & O;

/** Schemas for the bodies of status errors. A key that is no status of 400-599 does not compile. */
export interface ErrorsOption<E> {
  readonly errors?: (E & { readonly [K in Exclude<keyof E, ErrorStatus>]: never }) | undefined;
}

/** The options of a call whose body is decoded. */
export type DecodedOptions<O extends object, S, E> = CallOptions<O> &
  ErrorsOption<E> & { readonly schema: S };

/** The options of a call that resolves to the response. */
export type UndecodedOptions<O extends object, E = {}> = CallOptions<O> &
  ErrorsOption<E> & { readonly schema?: undefined };

/** A call with a schema resolves to the decoded value, one without to the response. */
export interface Verb<O extends object, D extends readonly unknown[]> {
  <const S extends AcceptedSchema<D>, const E extends ErrorSchemas<D> = {}>(
    url: string | URL,
    options: DecodedOptions<O, S, E>,
  ): ResponsePromise<Decoded<D, S>, AnyClientError<DecodedErrors<D, E>>>;
  <const E extends ErrorSchemas<D> = {}>(
    url: string | URL,
    options?: UndecodedOptions<O, E>,
  ): UndecodedPromise<AnyClientError<DecodedErrors<D, E>>>;
}

/** The same with the method first. */
export interface RequestVerb<O extends object, D extends readonly unknown[]> {
  <const S extends AcceptedSchema<D>, const E extends ErrorSchemas<D> = {}>(
    method: string,
    url: string | URL,
    options: DecodedOptions<O, S, E>,
  ): ResponsePromise<Decoded<D, S>, AnyClientError<DecodedErrors<D, E>>>;
  <const E extends ErrorSchemas<D> = {}>(
    method: string,
    url: string | URL,
    options?: UndecodedOptions<O, E>,
  ): UndecodedPromise<AnyClientError<DecodedErrors<D, E>>>;
}

type ErrorStatus = ClientErrorStatus | ServerErrorStatus;

/**
 * An HTTP client. Verbs never throw at once: they reject, with a `ClientError` or with the caller's own `signal.reason`.
 * `O` is what the plugins add to the call options, `D` the type functions of their decoders.
 */
export interface Client<O extends object = {}, D extends readonly unknown[] = readonly []> {
  readonly name: string;
  readonly get: Verb<O, D>;
  readonly head: Verb<O, D>;
  readonly options: Verb<O, D>;
  readonly post: Verb<O, D>;
  readonly put: Verb<O, D>;
  readonly patch: Verb<O, D>;
  readonly delete: Verb<O, D>;
  readonly request: RequestVerb<O, D>;
  /** Resolves at the response head, with the body unread. */
  stream(
    method: string,
    url: string | URL,
    options?: UndecodedOptions<O, ErrorSchemas<D>>,
  ): Promise<HttpResponse>;
  /** Fetch-shaped door into the same chain: takes and returns web objects, statuses do not raise. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** A client with further options and plugins over this one's; shares its plugins and its transport. */
  extend<const P extends readonly AnyPlugin[] = readonly []>(
    options: ExtendOptions<P>,
  ): Client<O & OptionsOf<P>, readonly [...D, ...DecodersOf<P>]>;
  /** The resolved chain as data, without secrets. */
  describe(): Description;
  /** Opens the plugins now rather than with the first call. */
  open(): Promise<void>;
  /** Stops new calls, lets running ones finish within `grace` milliseconds (5,000), then ends them. */
  close(options?: CloseOptions): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
  /** Listens to an event; the returned function takes the listener off. */
  on(event: string, listener: Listener): () => void;
  /** One GET of `url` (the base URL unless given) without retry; never rejects. */
  health(url?: string | URL): Promise<HealthReport>;
  /** Opens a connection to each URL by a HEAD without retry; never rejects. */
  warmUp(urls: readonly (string | URL)[]): Promise<readonly HealthReport[]>;
}
