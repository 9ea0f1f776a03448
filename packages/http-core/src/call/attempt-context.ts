import type { CallSettings } from '../options/call-settings.ts';
import type { HttpRequest } from '../request.ts';
import type { HttpResponse } from '../response.ts';
import type { OutgoingRequest } from '../transport/outgoing-request.ts';
import type { CallContext } from './call-context.ts';
import type { Attempt, Hop, RespondInit } from './context.ts';
import type { AttemptRecord } from './ledger.ts';
import type { Lifetime } from './lifetime.ts';

/** What attempt and hop pass on from the call. */
abstract class Derived<O extends object> {
  readonly call: CallContext<O>;
  readonly record: AttemptRecord;
  /** The call's, or the attempt's own when it has a limit of its own. */
  lifetime: Lifetime;

  constructor(call: CallContext<O>, record: AttemptRecord, lifetime: Lifetime) {
    this.call = call;
    this.record = record;
    this.lifetime = lifetime;
  }

  abstract get request(): HttpRequest;

  get attempt(): number {
    return this.record.attempt;
  }
  get options(): Readonly<O> {
    return this.call.options;
  }
  get settings(): CallSettings {
    return this.call.settings;
  }
  get state(): Map<symbol, unknown> {
    return this.call.state;
  }
  get isStreamed(): boolean {
    return this.call.isStreamed;
  }
  get deadline(): number {
    return this.call.deadline;
  }
  get attempts(): readonly AttemptRecord[] {
    return this.call.attempts;
  }
  get isIdempotent(): boolean {
    return this.call.isIdempotent;
  }
  get signal(): AbortSignal {
    return this.lifetime.signal;
  }
  onAbort(listener: (reason: unknown) => void): () => void {
    return this.lifetime.onAbort(listener);
  }
  respond(init?: RespondInit): HttpResponse {
    return this.call.respond(init);
  }
  respondWith(value: unknown): HttpResponse {
    return this.call.respondWith(value);
  }

  /** Without the options, whose headers and body may be secret. */
  toJSON(): object {
    return { client: this.call.host.name, request: this.request.toJSON(), record: this.record };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return this.toJSON();
  }
}

/** One try; its request is the call's with headers of its own, so that a retry starts clean. */
export class AttemptContext<O extends object = object> extends Derived<O> implements Attempt<O> {
  readonly freshSocket: boolean;
  readonly startedAt: number;
  #request: HttpRequest | undefined = undefined;

  constructor(call: CallContext<O>, record: AttemptRecord, freshSocket: boolean) {
    super(call, record, call.lifetime);
    this.freshSocket = freshSocket;
    this.startedAt = call.host.clock.now();
  }

  /** Its own from when somebody asks, which most attempts come to their end without. */
  get request(): HttpRequest {
    const { request, host } = this.call;
    return (this.#request ??= host.changesAttempts ? request.clone() : request);
  }

  get attemptContext(): this {
    return this;
  }

  beginHop(request?: HttpRequest): HopContext<O> {
    const own = this.#request ?? this.call.request;
    const isFirst = request === undefined || request === this.#request;
    return new HopContext(this, request ?? own, isFirst ? 0 : this.record.redirects);
  }
}

/** One exchange on the wire. */
export class HopContext<O extends object = object> extends Derived<O> implements Hop<O> {
  readonly attemptContext: AttemptContext<O>;
  readonly request: HttpRequest;
  readonly hop: number;
  readonly freshSocket: boolean;
  /** What the transport has of it. */
  outgoing: OutgoingRequest | undefined = undefined;

  constructor(attempt: AttemptContext<O>, request: HttpRequest, hop: number) {
    // What a layer signs into this hop must not ride along to the next one.
    const { call, record, lifetime } = attempt;
    super(call, record, lifetime);
    this.attemptContext = attempt;
    this.request = call.host.changesHops ? request.clone() : request;
    this.hop = hop;
    this.freshSocket = attempt.freshSocket && hop === 0;
  }

  get origin(): string {
    return this.request.origin;
  }
  get initialOrigin(): string {
    return this.call.request.origin;
  }
  get redirected(): boolean {
    return this.hop > 0;
  }
}
