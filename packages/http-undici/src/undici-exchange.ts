import type { Socket } from 'node:net';

import {
  InvalidRequestError,
  ResponseTooLargeError,
  type Sent,
  type WireRequest,
  type WireResponse,
} from '@x/http-core';
import {
  type Carrier,
  type ConnectionSource,
  isBodiless,
  type PoolContext,
  PooledExchange,
  ResponseCollector,
  ResponseStream,
} from '@x/http-core/transport';
import type { Dispatcher } from 'undici';

import type { DispatchOptions } from './dispatch-options.ts';
import { InterimLimit } from './interim-limit.ts';
import { RequestBody } from './request-body.ts';
import { UndiciConnection } from './undici-connection.ts';
import { UndiciHead } from './undici-head.ts';
import { UndiciResponse } from './undici-response.ts';
import type { UndiciRuntime } from './undici-runtime.ts';
import { wireError } from './wire-error.ts';

/** What the exchanges of a transport share once undici is loaded. */
export interface UndiciContext extends PoolContext {
  readonly runtime: UndiciRuntime;
  readonly options: DispatchOptions;
}

/** Bytes that wait for the reader of a streamed body before undici is told to stop. */
const ahead = 65_536;

/** One exchange by way of undici, and the handler that undici tells what comes. */
export class UndiciExchange extends PooledExchange implements Dispatcher.DispatchHandler {
  #context: UndiciContext | undefined = undefined;
  #connection: UndiciConnection | undefined = undefined;
  #body: RequestBody | undefined = undefined;
  #interim: InterimLimit | undefined = undefined;
  #controller: Dispatcher.DispatchController | undefined = undefined;
  #isStarted = false;
  #isUploaded = false;
  #responseStarted = false;
  #status = 0;
  #statusText = '';
  #head: UndiciHead | undefined = undefined;
  #limit = 0;
  #contentLength: number | undefined = undefined;
  #collector: ResponseCollector | undefined = undefined;
  #stream: ResponseStream | undefined = undefined;

  override start(context: UndiciContext): void {
    this.#context = context;
    super.start(context);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#isStarted = true;
    this.#controller = controller;
    this.#connection?.heads.begin();
  }

  onRequestSent(): void {
    if (this.isOver || this.#isUploaded) return;
    this.#isUploaded = true;
    this.timings.end('upload');
    const { timeouts } = this.request;
    if (this.#body === undefined) return;
    this.#body.finished();
    if (this.#head === undefined) this.timer.start('headers', timeouts.headers);
    else this.#startIdle();
  }

  onResponseStarted(): void {
    this.#responseStarted = true;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: object,
    statusText = '',
  ): void {
    if (this.isOver) return;
    const head = new UndiciHead(headers, controller.rawHeaders as Buffer[]);
    if (status === 101) this.#refuseUpgrade();
    else if (status < 200) this.#countInterim(head.rawHeaders);
    else if (this.#interim?.isPassedBy(head.rawHeaders) === true) this.#refuseFlood();
    else this.#begin(status, statusText, head);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isOver) return;
    if (this.#collector === undefined) this.#stream?.push(chunk);
    else this.#collect(this.#collector, chunk);
  }

  onResponseEnd(): void {
    if (this.isOver) return;
    const connection = this.#connection as UndiciConnection;
    if (this.#isUploaded) connection.release();
    else {
      this.#body?.stop();
      connection.destroy();
    }
    this.complete();
    this.#stream?.end();
    if (this.#collector !== undefined) this.settle(this.#wireResponse(this.#collector.bytes(), ignore));
    // Who waited in line has grown old: what it points to would live until the next full collection.
    this.#controller = this.#collector = undefined;
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.isOver) return;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED') {
      this.fail(new InvalidRequestError(`undici would not send the request: ${error.message}`));
    } else if (this.#isStarted) this.broke(error);
    else this.#lostIdle();
  }

  /** The connection broke under the request, or what came is not HTTP. */
  broke(error: Error): void {
    // What was not sent yet may go another way; undici says so.
    if (!this.#isStarted) return;
    if (error.message === 'bad upgrade') this.#refuseUpgrade();
    else this.failed(wireError(error, this.hasHead));
  }

  protected override get sent(): Sent {
    if (this.#isUploaded) return 'complete';
    return this.#body?.hasBegun === true ? 'partial' : 'none';
  }

  protected override get responseStarted(): boolean {
    return this.#responseStarted;
  }

  protected override get isUploaded(): boolean {
    return this.#isUploaded;
  }

  protected override get hasHead(): boolean {
    return this.#head !== undefined;
  }

  protected override wrap(key: string, socket: Socket, pool: ConnectionSource): Carrier {
    return new UndiciConnection((this.#context as UndiciContext).runtime, key, socket, pool);
  }

  protected override transmit(connection: UndiciConnection): void {
    this.#connection = connection;
    connection.observer = this;
    const { request } = this;
    const { body, contentLength } = request;
    if (body !== undefined) this.#body = new RequestBody(body, contentLength, connection.socket, this);
    const { options } = this.#context as UndiciContext;
    connection.client.dispatch(options.of(request, this.#body?.content), this);
    this.#body?.start();
  }

  protected override abandon(): void {
    this.#body?.stop();
  }

  protected override failBody(error: unknown): void {
    this.#stream?.fail(error);
  }

  #begin(status: number, statusText: string, head: UndiciHead): void {
    this.timings.end('headers');
    this.#status = status;
    this.#statusText = statusText;
    this.#head = head;
    // A peer that has refused will not take the rest (RFC 9112, section 9.3.1).
    if (!this.#isUploaded && status >= 300) this.#body?.stop();
    const { contentLength, keepAliveTimeout } = head.read();
    this.#contentLength = contentLength;
    (this.#connection as UndiciConnection).peerTimeout = keepAliveTimeout;
    let limit: number | undefined;
    try {
      limit = collectLimit(this.request, status, head);
    } catch (error) {
      this.fail(error);
      return;
    }
    if (limit === undefined) this.#handOut();
    else if (
      contentLength !== undefined &&
      contentLength > limit &&
      !isBodiless(this.request.method, status)
    ) {
      this.fail(new ResponseTooLargeError('declared', limit, this.details()));
    } else {
      this.#limit = limit;
      this.#collector = new ResponseCollector(limit);
      this.#startIdle();
    }
  }

  #collect(collector: ResponseCollector, chunk: Buffer): void {
    if (!collector.add(chunk)) {
      this.fail(new ResponseTooLargeError('streamed', this.#limit, this.details()));
      return;
    }
    // The last piece of a body is followed by its end at once.
    if (collector.size !== this.#contentLength) this.timer.restart();
    const { onReceived } = this.request;
    if (onReceived === undefined) return;
    try {
      onReceived(collector.size);
    } catch (error) {
      this.fail(error);
    }
  }

  #handOut(): void {
    this.#startIdle();
    const stream = new ResponseStream(
      this.#controller as Dispatcher.DispatchController,
      () => this.fail(undefined),
      ahead,
    );
    this.#stream = stream;
    this.settle(this.#wireResponse(stream, () => stream.destroy()));
  }

  /** Who reads a body that was handed out watches it; while the request is on its way, that has its own limit. */
  #startIdle(): void {
    if (!this.#isUploaded && this.#body?.isStopped === false) return;
    if (this.#collector === undefined) this.timer.stop();
    else this.timer.start('idle', this.request.timeouts.idle, this.timings.lapStart);
  }

  #countInterim(rawHeaders: readonly string[]): void {
    this.#interim ??= new InterimLimit();
    const what = this.#interim.add(rawHeaders);
    if (what === 'many') this.violated('framing', `More than ${this.#interim.most} interim responses came`);
    else if (what === 'large') this.#refuseFlood();
  }

  #refuseUpgrade(): void {
    this.violated('upgrade', 'The server switched protocols unasked (101)');
  }

  #refuseFlood(): void {
    this.violated(
      'headers',
      'The response headers and those of its interim responses are larger than 16 KiB',
    );
  }

  /** The peer closed the connection in the moment it was to be used again: nothing was sent. */
  #lostIdle(): void {
    (this.#connection as UndiciConnection).destroy();
    this.#connection = undefined;
    this.claimAnother();
  }

  #wireResponse(body: WireResponse['body'], destroy: () => void): WireResponse {
    const { heads, uses } = this.#connection as UndiciConnection;
    const line = {
      status: this.#status,
      statusText: this.#statusText,
      httpVersion: heads.httpVersion,
      isReusedSocket: uses > 0,
    };
    return new UndiciResponse(line, this.#head as UndiciHead, this.timings.values, body, destroy);
  }
}

function collectLimit(request: WireRequest, status: number, head: UndiciHead): number | undefined {
  const { collect } = request;
  if (collect === undefined || request.collectsAll?.(status) === true) return collect;
  const { collectFor } = request;
  return collectFor === undefined ? collect : collectFor(status, head.rawHeaders);
}

function ignore(): void {}
