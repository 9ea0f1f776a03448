import type * as Http2 from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import type { Sent, WireResponse } from '@x/http-core';
import { type Carrier, type ConnectionSource } from '@x/http-core/transport';

import type { UndiciConnection } from '../undici-connection.ts';
import { UndiciExchange } from '../undici-exchange.ts';
import type { UndiciContext } from '../undici-sender.ts';
import { Http2Connection } from './http2-connection.ts';
import { http11Required, type StreamEnd, streamFailure } from './http2-failure.ts';
import { Http2Place } from './http2-place.ts';
import type { Http2Pool } from './http2-pool.ts';
import { Http2Response } from './http2-response.ts';
import { type Http2Observer, Http2Run } from './http2-run.ts';

/** What the exchanges share that may speak HTTP/2. */
export interface Http2Context extends UndiciContext {
  readonly pool: Http2Pool;
  readonly http2: typeof Http2;
}

/** What every exchange shares of a transport that offers HTTP/2 where there is TLS. */
export interface NegotiatingContext extends UndiciContext {
  readonly overTls: Http2Context;
}

/** One exchange by way of HTTP/2 where the peer chooses that, else of undici. */
export class Http2Exchange extends UndiciExchange implements Http2Observer {
  #context: Http2Context | undefined;
  #run: Http2Run | undefined;
  #response: Http2Response | undefined;

  override start({ overTls }: NegotiatingContext): void {
    this.#context = overTls;
    super.start(overTls);
  }

  uploaded(): void {
    if (this.isOver) return;
    this.timings.end('upload');
    if (this.request.body === undefined) return;
    if (this.#response === undefined) this.timer.start('headers', this.request.timeouts.headers);
    else this.#startIdle();
  }

  interim(rawHeaders: readonly string[]): void {
    if (!this.isOver) this.countInterim(rawHeaders);
  }

  head(status: number, rawHeaders: readonly string[]): void {
    if (this.isOver) return;
    this.timings.end('headers');
    if (this.interimLimit.isPassedBy(rawHeaders)) {
      this.refuseFlood();
      return;
    }
    const run = this.#run as Http2Run;
    // A peer that has refused will not take the rest (RFC 9113, section 8.1).
    if (!run.isUploaded && status >= 300) run.stopUpload();
    try {
      this.#response = new Http2Response(this, run, status, rawHeaders);
    } catch (error) {
      this.fail(error);
    }
    if (this.isOver) return;
    this.#startIdle();
    const { stream } = this.#response as Http2Response;
    if (stream !== undefined) this.settle(this.#wireResponse(() => stream.destroy()));
  }

  received(chunk: Buffer): void {
    if (this.isOver) return;
    if (this.#response?.stream === undefined) this.timer.restart();
    this.#response?.received(chunk);
  }

  ended(): void {
    if (this.isOver) return;
    const { place, isUploaded } = this.#run as Http2Run;
    this.complete();
    if (isUploaded) place.release();
    else place.destroy();
    const { stream } = this.#response as Http2Response;
    if (stream === undefined) this.settle(this.#wireResponse(() => {}));
    else stream.end();
  }

  streamLost(end: StreamEnd, error: Error | undefined): void {
    if (this.isOver) return;
    const run = this.#run as Http2Run;
    if (end.code !== http11Required || end.hasHead || run.isBodySpent) {
      this.fail(streamFailure(end, error, this.details()));
      return;
    }
    this.#context?.pool.requireHttp1(run.place.connection.origin);
    this.notTaken();
  }

  notTaken(): void {
    this.#run?.place.destroy();
    this.#run = undefined;
    this.claimAnother();
  }

  protected override get sent(): Sent {
    return this.#run === undefined ? super.sent : this.#run.sent;
  }

  protected override get responseStarted(): boolean {
    return this.#run === undefined ? super.responseStarted : this.#run.responseStarted;
  }

  protected override get isUploaded(): boolean {
    return this.#run === undefined ? super.isUploaded : this.#run.isUploaded;
  }

  protected override get hasHead(): boolean {
    return this.#run === undefined ? super.hasHead : this.#run.hasHead;
  }

  protected override wrap(key: string, socket: Socket, source: ConnectionSource): Carrier {
    if ((socket as TLSSocket).alpnProtocol !== 'h2') return super.wrap(key, socket, source);
    const { http2, pool } = this.#context as Http2Context;
    const { url } = this.request;
    return new Http2Connection(http2, key, url, socket, pool, pool.settings.forceClose).open();
  }

  protected override transmit(carrier: Carrier): void {
    if (carrier instanceof Http2Place) {
      this.#run = new Http2Run(this.request, carrier, this);
      this.#run.start();
    } else super.transmit(carrier as UndiciConnection);
  }

  protected override abandon(): void {
    if (this.#run === undefined) super.abandon();
    else this.#run.stop();
  }

  protected override failBody(error: unknown): void {
    if (this.#run === undefined) super.failBody(error);
    else this.#response?.stream?.fail(error);
  }

  /** Who reads a body that was handed out watches it; while the request is on its way, that has its own limit. */
  #startIdle(): void {
    const run = this.#run as Http2Run;
    if (!run.isUploaded && !run.isStopped) return;
    if (this.#response?.stream !== undefined) this.timer.stop();
    else this.timer.start('idle', this.request.timeouts.idle);
  }

  #wireResponse(destroy: () => void): WireResponse {
    const { status, rawHeaders, body } = this.#response as Http2Response;
    return {
      status,
      statusText: '',
      rawHeaders,
      httpVersion: '2.0',
      isReusedSocket: (this.#run as Http2Run).place.uses > 0,
      body,
      timings: this.timings.values,
      destroy,
    };
  }
}
