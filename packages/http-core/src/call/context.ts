import type { CallSettings } from '../options/call-settings.ts';
import type { HttpRequest } from '../request.ts';
import type { HttpResponse } from '../response.ts';
import type { AttemptRecord } from './ledger.ts';
import type { Lifetime } from './lifetime.ts';

/** What `respond` makes a response of. */
export interface RespondInit {
  /** 200 unless given. */
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Uint8Array | string;
}

/** How the next attempt came about. */
export interface AttemptInit {
  /** Milliseconds of back-off that went before it. */
  readonly delay?: number;
  /** Why there is another attempt. */
  readonly reason?: string;
  /** Refuse a kept-alive socket. */
  readonly freshSocket?: boolean;
}

/** One logical call, as the layers of the call part see it. */
export interface Call<O extends object = object> {
  readonly request: HttpRequest;
  /** A copy of the caller's own options; it inherits nothing. */
  readonly options: Readonly<O>;
  /** What the options of client and call come to. */
  readonly settings: CallSettings;
  /** For plugins to leave each other things; allocated on first use. */
  readonly state: Map<symbol, unknown>;
  /** True for `stream`: the response's body is handed over unread. */
  readonly isStreamed: boolean;
  /** When the total deadline passes, in milliseconds of the client's clock; `Infinity` without one. */
  readonly deadline: number;
  /** Every attempt so far, this one included. */
  readonly attempts: readonly AttemptRecord[];
  /** Whether the caller declares the call idempotent, by method, option or Idempotency-Key. */
  readonly isIdempotent: boolean;
  /** Aborted by the caller's signal, the deadline or the client's end; made on first use. */
  readonly signal: AbortSignal;
  /** The same without an AbortSignal: calls back with the reason; returns what takes the listener off. */
  onAbort(listener: (reason: unknown) => void): () => void;
  /** Only `retry` goes from call to attempt. */
  beginAttempt(init?: AttemptInit): Attempt<O>;
  /** A response that did not come over the wire. */
  respond(init?: RespondInit): HttpResponse;
  /** The same around a value: the call resolves to it when it has a schema. */
  respondWith(value: unknown): HttpResponse;
}

/** One try of a call. */
export interface Attempt<O extends object = object> extends Omit<Call<O>, 'beginAttempt'> {
  readonly call: Call<O>;
  /** From 1. */
  readonly attempt: number;
  readonly record: AttemptRecord;
  readonly freshSocket: boolean;
  /** Only `redirect` goes from attempt to hop; without a request, the attempt's own is sent. */
  beginHop(request?: HttpRequest): Hop<O>;
}

/** One exchange on the wire. */
export interface Hop<O extends object = object> extends Omit<Attempt<O>, 'beginHop'> {
  /** From 0. */
  readonly hop: number;
  /** Scheme, host and port of this exchange. */
  readonly origin: string;
  /** Of the call's first exchange. */
  readonly initialOrigin: string;
  readonly redirected: boolean;
}

/** The lifetime behind a context, for the core's own steps. */
export interface Lived {
  readonly lifetime: Lifetime;
}
