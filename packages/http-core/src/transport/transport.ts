import type { PhaseTimeouts } from '../options/timeouts.ts';
import type { ProxyTarget } from './proxy-target.ts';

export type { ProxyTarget, TunnelEnd, TunnelFailure, TunnelObserver } from './proxy-target.ts';

/** Where the time of one exchange went: milliseconds each, `undefined` where the phase did not happen. */
export interface Timings {
  /** Waiting for a free connection slot. */
  readonly queued?: number | undefined;
  readonly dns?: number | undefined;
  readonly connect?: number | undefined;
  /** TLS with a proxy and the making of the tunnel. */
  readonly proxy?: number | undefined;
  readonly tls?: number | undefined;
  /** From the connection being ready to the last byte of the request handed to the system. */
  readonly upload?: number | undefined;
  /** From the request being sent to the response head. */
  readonly headers?: number | undefined;
  /** From the response head to the last byte of the body. */
  readonly body?: number | undefined;
  /** Everything together. */
  readonly total: number;
}

/** How much of a request had gone out when it failed. */
export type Sent = 'none' | 'partial' | 'complete';

/** How far an exchange had come when it was ended from outside. */
export interface Evidence {
  readonly sent: Sent;
  readonly timings: Timings;
  readonly isReusedSocket?: boolean | undefined;
}

/** One exchange, ready for the wire: absolute URL without userinfo or fragment, framing decided, headers validated. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  /** The same as text, where it is at hand: `url` may then be made when it is first read. */
  readonly href?: string | undefined;
  /** Lower-case names, null prototype. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Uint8Array | AsyncIterable<Uint8Array> | undefined;
  /** Bytes of the body where known; a stream without it goes out chunked. */
  readonly contentLength?: number | undefined;
  /** Go through it and nowhere else; `headers` hold already what it is to see of a request that it forwards. */
  readonly proxy?: ProxyTarget | undefined;
  /** Read the whole body, up to so many wire bytes, and settle at its end with a `Uint8Array`. */
  readonly collect?: number | undefined;
  /**
   * Asked at the head when `collect` is set: a limit in wire bytes for this very response, or `undefined` to settle now
   * with the body unread (a redirect's body, an error's body).
   */
  readonly collectFor?: ((status: number, rawHeaders: readonly string[]) => number | undefined) | undefined;
  /** Whether every response of that status is collected up to `collect`, so that `collectFor` need not be asked. */
  collectsAll?(status: number): boolean;
  /** Refuse a socket that has carried a request before (the retry after a stale keep-alive socket). */
  readonly freshSocket?: boolean | undefined;
  readonly timeouts: PhaseTimeouts;
  /**
   * Registers what ends the exchange at once: the socket must be released within 250 ms, whatever the phase. What it
   * returns goes into the ledger.
   */
  onAbort(cancel: (reason: unknown) => Evidence | void): void;
  onProgress?: ((sentBytes: number) => void) | undefined;
  /** Called with the bytes of the body received so far while collecting. */
  onReceived?: ((receivedBytes: number) => void) | undefined;
  /** Called with true when the exchange has to wait for a connection of a full pool, with false when it has one. */
  onQueue?: ((isWaiting: boolean) => void) | undefined;
}

export interface WireResponse {
  readonly status: number;
  readonly statusText: string;
  /** Name, value, name, value ... as they came. */
  readonly rawHeaders: readonly string[];
  /**
   * The value or values of one header, its name in lower case, for a transport that has them at hand without `rawHeaders`:
   * those may then be made when they are first read.
   */
  header?(name: string): string | readonly string[] | undefined;
  readonly httpVersion: string;
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
  /** Ends an unread or half-read body and closes the connection; nothing on a body that has ended. */
  destroy(): void;
  /** Final for a collected body; for a stream it grows until the body ends. */
  readonly timings: Timings;
  readonly isReusedSocket: boolean;
}

/**
 * Exactly one exchange: no retry, no redirect, no status errors, no decompression. Rejects with an error of the tree
 * (`NetworkError`, `TlsError`, `ProtocolError`, `TimeoutError`, `ResponseTooLargeError`) or with the abort's reason.
 */
export interface Transport {
  readonly name: string;
  readonly features: ReadonlySet<'proxy' | 'http2'>;
  exchange(request: WireRequest): Promise<WireResponse>;
  /** Destroys idle and busy connections. */
  close(): Promise<void>;
}
