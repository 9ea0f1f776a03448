import { AsyncResource } from 'node:async_hooks';
import type { Socket } from 'node:net';

import {
  ProtocolError,
  type ProtocolErrorReason,
  TimeoutError,
  type TimeoutPhase,
  type TransportErrorDetails,
} from '../errors/index.ts';
import type { Clock } from '../time/clock.ts';
import type { Claimant, ConnectionSource } from './connection-pool.ts';
import { Dial, type DialPhase } from './dial.ts';
import type { ExchangeOutcome } from './exchange-outcome.ts';
import { type ExchangePhase, ExchangeTimings } from './exchange-timings.ts';
import { type Origin, originOfRequest } from './origin.ts';
import { PhaseTimer } from './phase-timer.ts';
import type { Carrier } from './pooled-connection.ts';
import { ProxyDial, type ProxyDialContext, type ProxyDialObserver } from './proxy-dial.ts';
import { needsOwnConnection, proxyOf, routeOf } from './proxy-route.ts';
import type { Evidence, Sent, WireRequest, WireResponse } from './transport.ts';
import { endSource } from './upload.ts';
import { dialFailure, requestFailure } from './wire-failure.ts';

/** What the exchanges of a transport share once it has loaded what it runs on. */
export interface PoolContext {
  readonly pool: ConnectionSource;
  readonly dialContext: ProxyDialContext;
}

/**
 * One exchange from the waiting line to its end, whatever speaks HTTP on the connection: claim, dial, limits, evidence.
 * Settles once, and then leaves nothing behind.
 */
export abstract class PooledExchange implements Claimant, ProxyDialObserver {
  readonly needsFresh: boolean;
  readonly request: WireRequest;
  readonly timings: ExchangeTimings;
  /** Of who started it; -1 until it has. */
  slot = -1;
  readonly #outcome: ExchangeOutcome;
  readonly #clock: Clock;
  #timer: PhaseTimer | undefined = undefined;
  #context: PoolContext | undefined = undefined;
  #origin: Origin | undefined = undefined;
  #isWaiting = false;
  /** Whether the clock has to be asked for how long. */
  #hasWaited = false;
  /** An idle connection that is about to be used. */
  #candidate: Carrier | undefined;
  #scope: AsyncResource | undefined;
  #dial: Dial | ProxyDial | undefined;
  #dialPhase: DialPhase | undefined;
  #connection: Carrier | undefined;
  #isSettled = false;
  #isOver = false;

  constructor(request: WireRequest, clock: Clock, outcome: ExchangeOutcome) {
    this.request = request;
    this.needsFresh = request.freshSocket === true || needsOwnConnection(request);
    this.#outcome = outcome;
    this.timings = new ExchangeTimings(clock);
    this.#clock = clock;
    request.onAbort((reason) => this.#abort(reason));
  }

  /** Made when there is something to limit: who waits in line is many, and mostly without a limit. */
  get timer(): PhaseTimer {
    return (this.#timer ??= new PhaseTimer(this.#clock, this));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** How much of the request has gone out; asked once there is a connection. */
  protected abstract get sent(): Sent;
  /** Whether any byte of an answer has come; asked once there is a connection. */
  protected abstract get responseStarted(): boolean;
  protected abstract get isUploaded(): boolean;
  /** Whether the head of the response has come. */
  protected abstract get hasHead(): boolean;
  /** A new connection is there: what the pool is to hold of it. */
  protected abstract wrap(key: string, socket: Socket, pool: ConnectionSource): Carrier;
  /** Sends the request; limits and timings of what follows are set by then. */
  protected abstract transmit(connection: Carrier): void;
  /** Sends and reads no more; the connection is closed next. */
  protected abstract abandon(): void;
  /** It failed after it had settled with an unread body. */
  protected abstract failBody(error: unknown): void;

  start(context: PoolContext): void {
    if (this.#isOver) return;
    this.#context = context;
    const { request } = this;
    const proxy = proxyOf(request);
    this.#origin = proxy === undefined ? originOfRequest(request) : routeOf(request.url, proxy);
    this.#claim();
  }

  granted(connection: Carrier | undefined): void {
    if (this.#scope === undefined) this.#proceed(connection);
    else this.#scope.runInAsyncScope(() => this.#proceed(connection));
  }

  dialing(phase: DialPhase): void {
    if (this.#dialPhase !== undefined) this.timings.end(this.#dialPhase);
    this.#dialPhase = phase;
    this.timer.phase = phase;
  }

  connected(socket: Socket): void {
    if (this.#dialPhase !== undefined) this.timings.end(this.#dialPhase);
    this.#dial = undefined;
    const { pool } = this.#context as PoolContext;
    const connection = this.wrap((this.#origin as Origin).key, socket, pool);
    pool.add(connection);
    this.#send(connection);
  }

  /** The dial failed, or the connection that carries the request. */
  failed(error: Error): void {
    if (!this.#isOver) this.fail(this.#translate(error));
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

  /** For the errors of the tree: how far it had come. */
  details(): TransportErrorDetails {
    const connection = this.#connection;
    return {
      sent: connection === undefined ? 'none' : this.sent,
      reused: connection === undefined ? undefined : connection.uses > 0,
      responseStarted: connection !== undefined && this.responseStarted,
      timings: this.timings.snapshot(this.#phase),
    };
  }

  /** The body has come to its end; what becomes of the connection is the engine's business. */
  protected complete(): void {
    this.#isOver = true;
    this.timer.stop();
    this.timings.end('body');
    this.#leave();
  }

  /** The idle connection turned out closed before anything was sent on it: takes another. */
  protected claimAnother(): void {
    this.#connection = undefined;
    this.#hasWaited = true;
    this.timer.stop();
    this.#claim();
  }

  #leave(): void {
    if (this.slot !== -1) this.#outcome.over(this.slot);
  }

  #claim(): void {
    this.#isWaiting = true;
    const { pool } = this.#context as PoolContext;
    if (pool.claim((this.#origin as Origin).key, this)) return;
    this.#hasWaited = true;
    this.request.onQueue?.(true);
    const { pool: limit } = this.request.timeouts;
    if (limit !== undefined) this.timer.start('pool', limit);
    // Its turn comes in the middle of somebody else's exchange; the body's source belongs to this caller.
    this.#scope = new AsyncResource('HttpExchange');
  }

  /** What it is doing, for the timings of a failure: where the time went is mostly the phase it failed in. */
  get #phase(): ExchangePhase | undefined {
    if (this.#isWaiting) return 'queued';
    if (this.#dial !== undefined) return this.#dialPhase;
    if (this.#connection === undefined) return undefined;
    if (this.hasHead) return 'body';
    return this.isUploaded ? 'headers' : 'upload';
  }

  #proceed(connection: Carrier | undefined): void {
    this.#isWaiting = false;
    if (this.#hasWaited) this.timings.end('queued');
    else this.timings.pass('queued');
    this.request.onQueue?.(false);
    if (connection !== undefined) {
      this.#candidate = connection;
      connection.listen(() => this.#reuse(connection));
      return;
    }
    const { dialContext } = this.#context as PoolContext;
    this.timer.start('connect', this.request.timeouts.connect);
    const origin = this.#origin as Origin;
    const proxy = proxyOf(this.request);
    this.#dial =
      proxy === undefined
        ? new Dial(dialContext, origin, this)
        : new ProxyDial(dialContext, this.request.url, proxy, origin, this);
    this.#dial.start();
  }

  #reuse(connection: Carrier): void {
    this.#candidate = undefined;
    if (this.#isOver) return;
    if (connection.isUsable) {
      this.#send(connection);
      return;
    }
    this.#hasWaited = true;
    this.#claim();
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

  #send(connection: Carrier): void {
    this.#connection = connection;
    const { headers, idle } = this.request.timeouts;
    // The phase before has just ended.
    const now = this.timings.lapStart;
    if (this.request.body === undefined) this.timer.start('headers', headers, now);
    else this.timer.start('upload', idle, now);
    this.transmit(connection);
  }

  #release(): void {
    const key = this.#origin?.key ?? '';
    if (this.#isWaiting) this.#context?.pool.withdraw(key, this);
    if (this.#dial !== undefined) {
      this.#dial.cancel();
      this.#context?.pool.forfeit(key);
    }
    this.#candidate?.destroy();
    if (this.#connection !== undefined) {
      this.abandon();
      this.#connection.destroy();
      return;
    }
    const { body } = this.request;
    if (body !== undefined && !(body instanceof Uint8Array)) endSource(body);
  }

  #translate(error: Error): Error {
    const { authority } = this.#origin as Origin;
    const details = this.details();
    return this.#dial === undefined
      ? requestFailure(error, this.hasHead, authority, details)
      : dialFailure(error, this.#dialPhase ?? 'dns', authority, details);
  }

  /** A limit has passed. */
  expired(phase: TimeoutPhase, limit: number): void {
    const authority = this.#origin?.authority ?? '';
    const hint = phase === 'pool' ? this.#context?.pool.describeFull(authority) : this.#proxyHint();
    this.fail(new TimeoutError(phase, limit, { ...this.details(), hint }));
  }

  #proxyHint(): string | undefined {
    const dial = this.#dial;
    return dial instanceof ProxyDial ? `connecting through the proxy ${dial.proxyAuthority}` : undefined;
  }
}
