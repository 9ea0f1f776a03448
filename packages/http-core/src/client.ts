import type { CloseOptions } from './lifecycle.ts';
import type { Description } from './describe.ts';
import type { Listener } from './events.ts';
import type { HealthReport } from './health.ts';
import type { AcceptedSchema, Decoded, DecodersOf, OptionsOf } from './infer.ts';
import type { CoreCallOptions } from './options/call-options.ts';
import type { ExtendOptions } from './options/client-options.ts';
import type { AnyPlugin } from './plugin.ts';
import type { HttpResponse } from './response.ts';
import type { ResponsePromise, UndecodedPromise } from './response-promise.ts';

/** The options of one call: the core's, and those the client's plugins add. */
export type CallOptions<O extends object = {}> = Omit<CoreCallOptions, 'schema'> & O;

/** A call with a schema resolves to the decoded value, one without to the response. */
export interface Verb<O extends object, D extends readonly unknown[]> {
  <const S extends AcceptedSchema<D>>(
    url: string | URL,
    options: CallOptions<O> & { readonly schema: S },
  ): ResponsePromise<Decoded<D, S>>;
  (url: string | URL, options?: CallOptions<O> & { readonly schema?: undefined }): UndecodedPromise;
}

/** The same with the method first. */
export interface RequestVerb<O extends object, D extends readonly unknown[]> {
  <const S extends AcceptedSchema<D>>(
    method: string,
    url: string | URL,
    options: CallOptions<O> & { readonly schema: S },
  ): ResponsePromise<Decoded<D, S>>;
  (method: string, url: string | URL, options?: CallOptions<O> & { readonly schema?: undefined }): UndecodedPromise;
}

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
    options?: CallOptions<O> & { readonly schema?: undefined },
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

