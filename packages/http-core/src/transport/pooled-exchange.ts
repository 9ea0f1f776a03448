import {
  ProtocolError,
  type ProtocolErrorReason,
  TimeoutError,
  type TimeoutPhase,
  type TransportErrorDetails,
} from '../errors/index.ts';
import type { Clock } from '../time/clock.ts';
import { ConnectionSeeker } from './connection-seeker.ts';
import type { ExchangeOutcome } from './exchange-outcome.ts';
import type { ExchangePhase } from './exchange-timings.ts';
import { PhaseTimer } from './phase-timer.ts';
import type { Carrier } from './pooled-connection.ts';
import type { Evidence, Sent, WireRequest, WireResponse } from './transport.ts';
import { endSource } from './upload.ts';
import { requestFailure } from './wire-failure.ts';

/**
 * One exchange from the waiting line to its end, whatever speaks HTTP on the connection: limits, evidence, outcome.
 * Settles once, and then leaves nothing behind.
 */
export abstract class PooledExchange extends ConnectionSeeker {
  /** Of who started it; -1 until it has. */
  slot = -1;
  readonly #outcome: ExchangeOutcome;
  readonly #clock: Clock;
  #timer: PhaseTimer | undefined = undefined;
  #connection: Carrier | undefined = undefined;
  #isSettled = false;
  #isOver = false;

  constructor(request: WireRequest, clock: Clock, outcome: ExchangeOutcome) {
    super(request, clock);
    this.#outcome = outcome;
    this.#clock = clock;
    request.onAbort((reason) => this.#abort(reason));
  }

  /** Made when there is something to limit: who waits in line is many, and mostly without a limit. */
  override get timer(): PhaseTimer {
    return (this.#timer ??= new PhaseTimer(this.#clock, this));
  }

  override get isOver(): boolean {
    return this.#isOver;
  }

  /** How much of the request has gone out; asked once there is a connection. */
  protected abstract get sent(): Sent;
  /** Whether any byte of an answer has come; asked once there is a connection. */
  protected abstract get responseStarted(): boolean;
  protected abstract get isUploaded(): boolean;
  /** Whether the head of the response has come. */
  protected abstract get hasHead(): boolean;
  /** Sends the request; limits and timings of what follows are set by then. */
  protected abstract transmit(connection: Carrier): void;
  /** Sends and reads no more; the connection is closed next. */
  protected abstract abandon(): void;
  /** It failed after it had settled with an unread body. */
  protected abstract failBody(error: unknown): void;

  override failed(error: Error): void {
    if (this.#isOver) return;
    const failure =
      this.dialFailure(error) ?? requestFailure(error, this.hasHead, this.authority, this.details());
    this.fail(failure);
  }

  progressed(sentBytes: number): void {
    if (this.#isOver) return;
    this.request.onProgress?.(sentBytes);
    this.timer.restart();
  }

  violated(reason: ProtocolErrorReason, message: string): void {
    if (!this.#isOver) this.fail(new ProtocolError(reason, message, this.details()));
  }

  settle(response: WireResponse): void {
    this.#isSettled = true;
    this.#outcome.resolve(response);
  }

  /** Ends it with this very error and releases the connection at once, whatever the phase. */
  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#timer?.stop();
    this.#release();
    this.#leave();
    if (this.#isSettled) this.failBody(error);
    else {
      this.#isSettled = true;
      this.#outcome.reject(error);
    }
  }

  override details(): TransportErrorDetails {
    const connection = this.#connection;
    return {
      sent: connection === undefined ? 'none' : this.sent,
      reused: connection === undefined ? undefined : connection.uses > 0,
      responseStarted: connection !== undefined && this.responseStarted,
      timings: this.timings.snapshot(this.#phase),
    };
  }

  /** A limit has passed. */
  expired(phase: TimeoutPhase, limit: number): void {
    this.fail(new TimeoutError(phase, limit, { ...this.details(), hint: this.hint }));
  }

  protected override found(connection: Carrier): void {
    this.#connection = connection;
    const { headers, idle } = this.request.timeouts;
    // The phase before has just ended.
    const now = this.timings.lapStart;
    if (this.request.body === undefined) this.timer.start('headers', headers, now);
    else this.timer.start('upload', idle, now);
    this.transmit(connection);
  }

  /** The body has come to its end; what becomes of the connection is the engine's business. */
  protected complete(): void {
    this.#isOver = true;
    this.timer.stop();
    this.timings.end('body');
    this.#leave();
  }

  protected override claimAnother(): void {
    this.#connection = undefined;
    super.claimAnother();
  }

  #leave(): void {
    if (this.slot !== -1) this.#outcome.over(this.slot);
  }

  /** What it is doing, for the timings of a failure: where the time went is mostly the phase it failed in. */
  get #phase(): ExchangePhase | undefined {
    const { seeking } = this;
    if (seeking !== undefined || this.#connection === undefined) return seeking;
    if (this.hasHead) return 'body';
    return this.isUploaded ? 'headers' : 'upload';
  }

  #abort(reason: unknown): Evidence {
    this.fail(reason);
    const connection = this.#connection;
    return {
      sent: connection === undefined ? 'none' : this.sent,
      timings: this.timings.snapshot(this.#phase),
      isReusedSocket: connection === undefined ? undefined : connection.uses > 0,
    };
  }

  #release(): void {
    this.giveUp();
    if (this.#connection !== undefined) {
      this.abandon();
      this.#connection.destroy();
      return;
    }
    const { body } = this.request;
    if (body !== undefined && !(body instanceof Uint8Array)) endSource(body);
  }
}
