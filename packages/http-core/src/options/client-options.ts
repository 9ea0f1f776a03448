import type { HeadersInput } from '../headers/headers-input.ts';
import type { AnyPlugin } from '../plugin.ts';
import type { Clock } from '../time/clock.ts';
import type { QueryInput } from '../url/query.ts';
import type { AbsoluteUrls } from '../url/resolve-url.ts';
import type { CallSettings } from './call-settings.ts';
import type { PoolOptions, PoolSettings } from './pool.ts';
import type { RedirectOptions } from './redirect.ts';
import type { TimeoutOptions } from './timeouts.ts';
import type { TlsOptions, TlsSettings } from './tls.ts';

/** The options of `extend()`: everything that does not need connections of its own. */
export interface ExtendOptions<P extends readonly AnyPlugin[] = readonly AnyPlugin[]> {
  /** In messages, events and `describe()`; `http` unless given. */
  readonly name?: string | undefined;
  /** What references are put under; an absolute http or https URL. */
  readonly baseUrl?: string | URL | undefined;
  /** Sent with every call, unless the call names the same header. */
  readonly headers?: HeadersInput | undefined;
  /** Sent with every call, unless the call names the same key. */
  readonly query?: QueryInput | undefined;
  /** Milliseconds: a number is the total. */
  readonly timeout?: number | TimeoutOptions | undefined;
  readonly redirect?: RedirectOptions | undefined;
  /** Decoded bytes of a body, 64 MiB unless given; `Infinity` turns it off. Streams are capped only when it is given. */
  readonly maxResponseBytes?: number | undefined;
  /** Whether 400-599 raise; true unless given. */
  readonly throwOnStatus?: boolean | undefined;
  /** Whether bodies are asked for and read compressed; true unless given. */
  readonly decompress?: boolean | undefined;
  /** `any` lets calls leave the base URL by an absolute one; the client's own headers then stay behind. */
  readonly absoluteUrls?: AbsoluteUrls | undefined;
  /** Whether the first call opens the client; true unless given. */
  readonly lazyOpen?: boolean | undefined;
  /** Whether every call captures its call site at once (about 5 µs), for calls that are not awaited. */
  readonly captureStack?: boolean | undefined;
  /** Decoders, policies, a transport: each registers itself. */
  readonly plugins?: P | undefined;
}

/** The options of `createClient`. */
export interface ClientOptions<
  P extends readonly AnyPlugin[] = readonly AnyPlugin[],
> extends ExtendOptions<P> {
  readonly pool?: PoolOptions | undefined;
  readonly tls?: TlsOptions | undefined;
  /** Whether HTTP/2 is offered; needs a transport that has it. False unless given. */
  readonly http2?: boolean | undefined;
  /** Whether SSL_CERT_FILE and what plugins read of the environment count; true unless given. */
  readonly trustEnv?: boolean | undefined;
  /** Replaces the monotonic clock, for tests. */
  readonly clock?: Clock | undefined;
  /** Replaces `Math.random` for back-off and the like, for tests; in [0, 1). */
  readonly random?: (() => number) | undefined;
}

/** What the options of a client come to; plugins read it from their host. */
export interface ResolvedClientOptions {
  readonly name: string;
  /** Without userinfo and query. */
  readonly baseUrl: string | undefined;
  readonly settings: CallSettings;
  readonly pool: PoolSettings;
  readonly tls: TlsSettings;
  readonly http2: boolean;
  readonly trustEnv: boolean;
  readonly absoluteUrls: AbsoluteUrls;
  readonly lazyOpen: boolean;
  readonly captureStack: boolean;
}
