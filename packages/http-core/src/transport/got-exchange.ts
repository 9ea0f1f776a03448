import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

import {
  ProtocolError,
  type ProtocolErrorReason,
  TimeoutError,
  type TimeoutPhase,
  type TransportErrorDetails,
} from '../errors/index.ts';
import type { Clock } from '../time/clock.ts';
import type { Claimant, ConnectionPool } from './connection-pool.ts';
import { Dial, type DialPhase } from './dial.ts';
import { type ExchangePhase, ExchangeTimings } from './exchange-timings.ts';
import type { GotRuntime } from './got-runtime.ts';
import { HttpRun, type RunObserver } from './http-run.ts';
import { type Origin, originOf } from './origin.ts';
import { PhaseTimer } from './phase-timer.ts';
import type { PooledConnection } from './pooled-connection.ts';
import { ProxyDial, type ProxyDialContext, type ProxyDialObserver } from './proxy-dial.ts';
import { needsOwnConnection, proxyOf, routeOf } from './proxy-route.ts';
import { ReceivedResponse } from './received-response.ts';
import type { Evidence, WireRequest, WireResponse } from './transport.ts';
import { endSource } from './upload.ts';
import { dialFailure, requestFailure } from './wire-failure.ts';

/** What the exchanges of a transport share once got is loaded. */
export interface ExchangeContext {
  readonly clock: Clock;
  readonly pool: ConnectionPool;
  readonly dialContext: ProxyDialContext;
  readonly runtime: GotRuntime;
}

/** One exchange from the waiting line to the last byte of the body. Settles once, and then leaves nothing behind. */
export class GotExchange implements Claimant, ProxyDialObserver, RunObserver {
  readonly needsFresh: boolean;
  readonly request: WireRequest;
  readonly timings: ExchangeTimings;
  readonly timer: PhaseTimer;
  readonly #resolve: (response: WireResponse) => void;
  readonly #reject: (error: unknown) => void;
  readonly #over: (exchange: GotExchange) => void;
  #context: ExchangeContext | undefined;
  #origin: Origin | undefined;
  #isWaiting = false;
  /** An idle connection that is about to be used. */
  #candidate: PooledConnection | undefined;
  #scope: AsyncResource | undefined;
  #dial: Dial | ProxyDial | undefined;
  #dialPhase: DialPhase | undefined;
  #run: HttpRun | undefined;
  #response: ReceivedResponse | undefined;
  #isSettled = false;
  #isOver = false;

  constructor(
    request: WireRequest,
    clock: Clock,
    resolve: (response: WireResponse) => void,
    reject: (error: unknown) => void,
    over: (exchange: GotExchange) => void,
  ) {
    this.request = request;
    this.needsFresh = request.freshSocket === true || needsOwnConnection(request);
    this.#resolve = resolve;
    this.#reject = reject;
    this.#over = over;
    this.timings = new ExchangeTimings(clock);
    this.timer = new PhaseTimer(clock, (phase, limit) => this.#expired(phase, limit));
    request.onAbort((reason) => this.#abort(reason));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  start(context: ExchangeContext): void {
    if (this.#isOver) return;
    this.#context = context;
    const { url } = this.request;
    const proxy = proxyOf(this.request);
    this.#origin = proxy === undefined ? originOf(url) : routeOf(url, proxy);
    // Loading is nobody's phase.
    this.timings.skip();
    this.#claim();
  }

  #claim(): void {
    this.#isWaiting = true;
    const { pool } = this.#context as ExchangeContext;
    if (pool.claim((this.#origin as Origin).key, this)) return;
    this.request.onQueue?.(true);
    this.timer.start('pool', this.request.timeouts.pool);
    // Its turn comes in the middle of somebody else's exchange; the body's source belongs to this caller.
    this.#scope = new AsyncResource('HttpExchange');
  }

  granted(connection: PooledConnection | undefined): void {
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
    const { pool } = this.#context as ExchangeContext;
    this.#send(pool.add((this.#origin as Origin).key, socket));
  }

  progressed(sentBytes: number): void {
    if (this.#isOver) return;
    this.request.onProgress?.(sentBytes);
    this.timer.restart();
  }

  uploaded(): void {
    if (this.#isOver) return;
    this.timings.end('upload');
    if (this.#response === undefined) this.timer.start('headers', this.request.timeouts.headers);
    else this.#response.uploaded();
  }

  head(response: IncomingMessage): void {
    if (this.#isOver) return;
    const run = this.#run as HttpRun;
    this.timings.end('headers');
    // A peer that has refused will not take the rest (RFC 9112, section 9.3.1).
    if (run.isUploading && (response.statusCode as number) >= 300) run.stopUpload();
    this.#response = new ReceivedResponse(this, run, response);
    try {
      this.#response.begin();
    } catch (error) {
      this.fail(error);
    }
  }

  failed(error: Error): void {
    // Once the last byte has come, what befalls the connection is of no concern.
    if (this.#isOver || this.#response?.isComplete === true) return;
    this.fail(this.#translate(error));
  }

  /** As `failed`, also where the parser had seen the end: bytes that were not handed on yet are lost. */
  broke(error: Error): void {
    if (!this.#isOver) this.fail(this.#translate(error));
  }

  violated(reason: ProtocolErrorReason, message: string): void {
    if (!this.#isOver) this.fail(new ProtocolError(reason, message, this.details()));
  }

  settle(response: WireResponse): void {
    this.#isSettled = true;
    this.#resolve(response);
  }

  /** The body has come to its end. */
  finish(): void {
    this.#isOver = true;
    this.timer.stop();
    this.timings.end('body');
    const run = this.#run as HttpRun;
    if (run.isReusable) run.connection.markReusable();
    else {
      run.stop();
      run.connection.destroy();
    }
    this.#over(this);
  }

  /** Ends it with this very error and releases the connection at once, whatever the phase. */
  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.timer.stop();
    this.#release();
    this.#over(this);
    if (this.#isSettled) this.#response?.fail(error);
    else {
      this.#isSettled = true;
      this.#reject(error);
    }
  }

  /** For the errors of the tree: how far it had come. */
  details(): TransportErrorDetails {
    const run = this.#run;
    return {
      sent: run?.sent ?? 'none',
      reused: run === undefined ? undefined : run.connection.uses > 0,
      responseStarted: run?.responseStarted ?? false,
      timings: this.timings.snapshot(this.#phase),
    };
  }

  /** What it is doing, for the timings of a failure: where the time went is mostly the phase it failed in. */
  get #phase(): ExchangePhase | undefined {
    if (this.#isWaiting) return 'queued';
    if (this.#dial !== undefined) return this.#dialPhase;
    if (this.#run === undefined) return undefined;
    if (this.#response !== undefined) return 'body';
    return this.#run.isUploaded ? 'headers' : 'upload';
  }

  #proceed(connection: PooledConnection | undefined): void {
    this.#isWaiting = false;
    this.timings.end('queued');
    this.request.onQueue?.(false);
    if (connection !== undefined) {
      this.#candidate = connection;
      connection.listen(() => this.#reuse(connection));
      return;
    }
    const { dialContext } = this.#context as ExchangeContext;
    this.timer.start('connect', this.request.timeouts.connect);
    const origin = this.#origin as Origin;
    const proxy = proxyOf(this.request);
    this.#dial =
      proxy === undefined
        ? new Dial(dialContext, origin, this)
        : new ProxyDial(dialContext, this.request.url, proxy, origin, this);
    this.#dial.start();
  }

  #reuse(connection: PooledConnection): void {
    this.#candidate = undefined;
    if (this.#isOver) return;
    if (connection.isUsable) this.#send(connection);
    else this.#claim();
  }

  #abort(reason: unknown): Evidence {
    this.fail(reason);
    const run = this.#run;
    return {
      sent: run?.sent ?? 'none',
      timings: this.timings.snapshot(this.#phase),
      isReusedSocket: run === undefined ? undefined : run.connection.uses > 0,
    };
  }

  #send(connection: PooledConnection): void {
    const { runtime, pool } = this.#context as ExchangeContext;
    this.#run = new HttpRun(runtime, this.request, connection, pool.settings.forceClose, this);
    const { headers, idle } = this.request.timeouts;
    if (this.request.body === undefined) this.timer.start('headers', headers);
    else this.timer.start('upload', idle);
    this.#run.start();
  }

  #release(): void {
    const key = this.#origin?.key ?? '';
    if (this.#isWaiting) this.#context?.pool.withdraw(key, this);
    if (this.#dial !== undefined) {
      this.#dial.cancel();
      this.#context?.pool.forfeit(key);
    }
    this.#candidate?.destroy();
    const run = this.#run;
    if (run !== undefined) {
      run.stop();
      run.connection.destroy();
      return;
    }
    const { body } = this.request;
    if (body !== undefined && !(body instanceof Uint8Array)) endSource(body);
  }

  #translate(error: Error): Error {
    const { authority } = this.#origin as Origin;
    const details = this.details();
    return this.#dial === undefined
      ? requestFailure(error, this.#response !== undefined, authority, details)
      : dialFailure(error, this.#dialPhase ?? 'dns', authority, details);
  }

  #expired(phase: TimeoutPhase, limit: number): void {
    const authority = this.#origin?.authority ?? '';
    const hint = phase === 'pool' ? this.#context?.pool.describeFull(authority) : this.#proxyHint();
    this.fail(new TimeoutError(phase, limit, { ...this.details(), hint }));
  }

  #proxyHint(): string | undefined {
    const dial = this.#dial;
    return dial instanceof ProxyDial ? `connecting through the proxy ${dial.proxyAuthority}` : undefined;
  }
}
