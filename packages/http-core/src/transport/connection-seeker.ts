import { AsyncResource } from 'node:async_hooks';
import type { Socket } from 'node:net';

import type { TransportErrorDetails } from '../errors/index.ts';
import type { Clock } from '../time/clock.ts';
import type { Claimant, ConnectionSource } from './connection-pool.ts';
import { Dial, type DialPhase } from './dial.ts';
import { type ExchangePhase, ExchangeTimings } from './exchange-timings.ts';
import { type Origin, originOfRequest } from './origin.ts';
import type { PhaseTimer } from './phase-timer.ts';
import type { Carrier } from './pooled-connection.ts';
import { ProxyDial, type ProxyDialContext, type ProxyDialObserver } from './proxy-dial.ts';
import { needsOwnConnection, proxyOf, routeOf } from './proxy-route.ts';
import type { WireRequest } from './transport.ts';
import { dialFailure } from './wire-failure.ts';

/** What the exchanges of a transport share once it has loaded what it runs on. */
export interface PoolContext {
  readonly pool: ConnectionSource;
  readonly dialContext: ProxyDialContext;
}

/** The way of an exchange to its connection: its turn in the pool, and a dial where none is idle. */
export abstract class ConnectionSeeker implements Claimant, ProxyDialObserver {
  readonly needsFresh: boolean;
  readonly request: WireRequest;
  readonly timings: ExchangeTimings;
  #context: PoolContext | undefined = undefined;
  #origin: Origin | undefined = undefined;
  #isWaiting = false;
  /** Whether the clock has to be asked for how long. */
  #hasWaited = false;
  /** An idle connection that is about to be used. */
  #candidate: Carrier | undefined = undefined;
  #scope: AsyncResource | undefined = undefined;
  #dial: Dial | ProxyDial | undefined = undefined;
  #dialPhase: DialPhase | undefined = undefined;

  constructor(request: WireRequest, clock: Clock) {
    this.request = request;
    this.needsFresh = request.freshSocket === true || needsOwnConnection(request);
    this.timings = new ExchangeTimings(clock);
  }

  abstract get timer(): PhaseTimer;
  abstract get isOver(): boolean;
  /** How far the exchange has come, for the errors of the tree. */
  abstract details(): TransportErrorDetails;
  /** The dial failed, or the connection that carries the request. */
  abstract failed(error: Error): void;
  /** A new connection is there: what the pool is to hold of it. */
  protected abstract wrap(key: string, socket: Socket, pool: ConnectionSource): Carrier;
  /** There is a connection, which is nobody else's. */
  protected abstract found(connection: Carrier): void;

  start(context: PoolContext): void {
    if (this.isOver) return;
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
    this.found(connection);
  }

  /** The peer's `host:port`, for messages; empty before the start. */
  protected get authority(): string {
    return this.#origin?.authority ?? '';
  }

  /** What it is doing, for the timings of a failure; `undefined` once it has come to a connection. */
  protected get seeking(): ExchangePhase | undefined {
    return this.#isWaiting ? 'queued' : this.#dial === undefined ? undefined : this.#dialPhase;
  }

  /** What helps whoever reads that the time ran out on the way. */
  protected get hint(): string | undefined {
    if (this.#isWaiting) return this.#context?.pool.describeFull(this.authority);
    const dial = this.#dial;
    return dial instanceof ProxyDial ? `connecting through the proxy ${dial.proxyAuthority}` : undefined;
  }

  /** The error that a failed dial is; `undefined` for what befell a connection. */
  protected dialFailure(error: Error): Error | undefined {
    if (this.#dial === undefined) return undefined;
    return dialFailure(error, this.#dialPhase ?? 'dns', this.authority, this.details());
  }

  /** The idle connection turned out closed before anything was sent on it: takes another. */
  protected claimAnother(): void {
    this.#hasWaited = true;
    this.timer.stop();
    this.#claim();
  }

  /** Leaves the line, ends the dial, gives back the place. */
  protected giveUp(): void {
    const key = this.#origin?.key ?? '';
    if (this.#isWaiting) this.#context?.pool.withdraw(key, this);
    if (this.#dial !== undefined) {
      this.#dial.cancel();
      this.#context?.pool.forfeit(key);
    }
    this.#candidate?.destroy();
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
    if (this.isOver) return;
    if (connection.isUsable) {
      this.found(connection);
      return;
    }
    this.#hasWaited = true;
    this.#claim();
  }
}
