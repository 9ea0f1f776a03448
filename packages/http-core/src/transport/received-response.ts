import type { IncomingMessage } from 'node:http';

import { ResponseTooLargeError } from '../errors/index.ts';
import type { GotExchange } from './got-exchange.ts';
import type { HttpRun } from './http-run.ts';
import { ResponseCollector } from './response-collector.ts';
import { collectLimit, isBodiless, readHead } from './response-head.ts';
import { ResponseStream } from './response-stream.ts';
import type { WireResponse } from './transport.ts';

/** A response from its head on: collected up to a limit, or handed out unread. */
export class ReceivedResponse {
  readonly #exchange: GotExchange;
  readonly #run: HttpRun;
  readonly #response: IncomingMessage;
  #collector: ResponseCollector | undefined;
  #stream: ResponseStream | undefined;

  constructor(exchange: GotExchange, run: HttpRun, response: IncomingMessage) {
    this.#exchange = exchange;
    this.#run = run;
    this.#response = response;
  }

  /** Whether the last byte has come; what befalls the connection after that is of no concern. */
  get isComplete(): boolean {
    return this.#response.complete;
  }

  begin(): void {
    const response = this.#response;
    const { request } = this.#exchange;
    const status = response.statusCode as number;
    const { contentLength, keepAliveTimeout } = readHead(response.rawHeaders);
    this.#run.connection.peerTimeout = keepAliveTimeout;
    const limit = collectLimit(request, status, response);
    if (
      limit !== undefined &&
      contentLength !== undefined &&
      contentLength > limit &&
      !isBodiless(request.method, status)
    ) {
      this.#exchange.fail(new ResponseTooLargeError('declared', limit, this.#exchange.details()));
      return;
    }
    response.on('end', () => this.#ended());
    response.on('error', (error) => this.#exchange.failed(error));
    response.on('close', () => this.#closed());
    if (limit === undefined) this.#handOut();
    else this.#collect(limit);
  }

  /** The rest of the request is out, after the head of the response. */
  uploaded(): void {
    this.#startIdle();
  }

  /** The exchange failed after it had settled with an unread body. */
  fail(error: unknown): void {
    this.#stream?.fail(error);
  }

  #collect(limit: number): void {
    const exchange = this.#exchange;
    const { onReceived } = exchange.request;
    const collector = new ResponseCollector(limit);
    this.#collector = collector;
    this.#startIdle();
    this.#response.on('data', (chunk: Buffer) => {
      if (!collector.add(chunk)) {
        exchange.fail(new ResponseTooLargeError('streamed', limit, exchange.details()));
        return;
      }
      exchange.timer.restart();
      if (onReceived !== undefined) this.#report(onReceived, collector.size);
    });
  }

  #handOut(): void {
    const exchange = this.#exchange;
    this.#startIdle();
    const stream = new ResponseStream(this.#response, () => exchange.fail(undefined));
    this.#response.on('data', (chunk: Buffer) => stream.push(chunk));
    this.#stream = stream;
    exchange.settle(this.#wireResponse(stream, () => stream.destroy()));
  }

  #ended(): void {
    if (this.#exchange.isOver) return;
    this.#exchange.finish();
    this.#stream?.end();
    const bytes = this.#collector?.bytes();
    if (bytes !== undefined) this.#exchange.settle(this.#wireResponse(bytes, ignore));
  }

  /** Comes after the end or an error; alone it would leave the caller waiting. */
  #closed(): void {
    if (this.#exchange.isOver) return;
    this.#exchange.broke(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
  }

  /** Who reads a body that was handed out watches it; while the request is on its way, that has its own limit. */
  #startIdle(): void {
    if (this.#run.isUploading) return;
    const { timer, request } = this.#exchange;
    if (this.#collector === undefined) timer.stop();
    else timer.start('idle', request.timeouts.idle);
  }

  #report(onReceived: (receivedBytes: number) => void, size: number): void {
    try {
      onReceived(size);
    } catch (error) {
      this.#exchange.fail(error);
    }
  }

  #wireResponse(body: WireResponse['body'], destroy: () => void): WireResponse {
    const { statusCode, statusMessage, rawHeaders, httpVersion } = this.#response;
    return {
      status: statusCode as number,
      statusText: statusMessage ?? '',
      rawHeaders,
      httpVersion,
      body,
      destroy,
      timings: this.#exchange.timings.values,
      isReusedSocket: this.#run.connection.uses > 0,
    };
  }
}

function ignore(): void {}
