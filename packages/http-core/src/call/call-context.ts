import type { Emitter } from '../events.ts';
import type { HeaderRecord } from '../headers/header-list.ts';
import type { CallSettings } from '../options/call-settings.ts';
import type { PoolSettings } from '../options/pool.ts';
import type { HttpRequest } from '../request.ts';
import type { HttpResponse } from '../response.ts';
import { localResponse, valueResponse } from '../response/local-response.ts';
import type { Clock } from '../time/clock.ts';
import { AttemptContext } from './attempt-context.ts';
import { failureOf } from './call-failure.ts';
import type { AttemptInit, Call, RespondInit } from './context.ts';
import { type AttemptRecord, LedgerEntry, ledgerOf } from './ledger.ts';
import { Lifetime } from './lifetime.ts';

/** What every call of a client shares. */
export interface CallHost {
  readonly name: string;
  readonly clock: Clock;
  readonly events: Emitter;
  readonly pool: PoolSettings;
  /** Whether a layer could change the headers of an attempt, or of a hop; where none can, they are the call's own. */
  readonly changesAttempts: boolean;
  readonly changesHops: boolean;
}

/** The one object a call's layers pass along; holds its lifetime and its ledger. */
export class CallContext<O extends object = object> implements Call<O> {
  readonly host: CallHost;
  readonly request: HttpRequest;
  readonly options: Readonly<O>;
  readonly settings: CallSettings;
  readonly isStreamed: boolean;
  readonly deadline: number;
  readonly startedAt: number;
  readonly lifetime: Lifetime = new Lifetime();
  /** The headers whose framing was checked; other ones are checked again before they go out. */
  readonly framedHeaders: HeaderRecord;
  /** Whether it waits for a connection of a full pool; a deadline then says so. */
  isQueued = false;
  /** Where the call was made, when that is to be known of every call. */
  frames: string | undefined = undefined;
  #attempts: AttemptRecord[] | undefined = undefined;
  #state: Map<symbol, unknown> | undefined = undefined;

  constructor(
    host: CallHost,
    request: HttpRequest,
    options: Readonly<O>,
    settings: CallSettings,
    isStreamed: boolean,
  ) {
    this.host = host;
    this.request = request;
    this.framedHeaders = request.headers.toRecord();
    this.options = options;
    this.settings = settings;
    this.isStreamed = isStreamed;
    this.startedAt = host.clock.now();
    this.deadline = this.startedAt + (settings.timeouts.total ?? Infinity);
  }

  get call(): this {
    return this;
  }

  get state(): Map<symbol, unknown> {
    return (this.#state ??= this.settings.state === undefined ? new Map() : new Map(this.settings.state));
  }

  get attempts(): readonly AttemptRecord[] {
    return (this.#attempts ??= []);
  }

  get isIdempotent(): boolean {
    return (
      this.request.isIdempotent ||
      (this.options as { idempotent?: unknown }).idempotent === true ||
      this.request.headers.has('idempotency-key')
    );
  }

  get signal(): AbortSignal {
    return this.lifetime.signal;
  }

  onAbort(listener: (reason: unknown) => void): () => void {
    return this.lifetime.onAbort(listener);
  }

  beginAttempt(init: AttemptInit = noInit): AttemptContext<O> {
    const made = this.#attempts;
    const record = new LedgerEntry((made?.length ?? 0) + 1, init.delay ?? 0, init.reason);
    if (made === undefined) this.#attempts = ledgerOf(record);
    else made.push(record);
    return new AttemptContext(this, record, init.freshSocket === true);
  }

  /** Puts ledger, request and call site on an error that leaves through the body. */
  finish(error: unknown): unknown {
    return failureOf(this, error, this.frames);
  }

  respond(init: RespondInit = {}): HttpResponse {
    return localResponse(this.request, this.attempts, init);
  }

  respondWith(value: unknown): HttpResponse {
    return valueResponse(this.request, this.attempts, value);
  }

  /** Without the options, whose headers and body may be secret. */
  toJSON(): object {
    return { client: this.host.name, request: this.request.toJSON(), attempts: this.attempts };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return this.toJSON();
  }
}

const noInit: AttemptInit = Object.freeze(Object.create(null));
