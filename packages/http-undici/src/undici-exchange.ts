import { ResponseTooLargeError, type WireResponse } from '@x/http-core';
import { collectLimit, isBodiless, ResponseCollector, ResponseStream } from '@x/http-core/transport';
import type { Dispatcher } from 'undici';

import { InterimLimit } from './interim-limit.ts';
import { UndiciHead } from './undici-head.ts';
import { UndiciResponse } from './undici-response.ts';
import { UndiciSender } from './undici-sender.ts';

/** Bytes that wait for the reader of a streamed body before undici is told to stop. */
const ahead = 65_536;

/** One exchange by way of undici, and the handler that undici tells what comes. */
export class UndiciExchange extends UndiciSender implements Dispatcher.DispatchHandler {
  #interim: InterimLimit | undefined = undefined;
  #responseStarted = false;
  #status = 0;
  #statusText = '';
  #head: UndiciHead | undefined = undefined;
  #limit = 0;
  #contentLength: number | undefined = undefined;
  #collector: ResponseCollector | undefined = undefined;
  #stream: ResponseStream | undefined = undefined;

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
    if (status === 101) this.refuseUpgrade();
    else if (status < 200) this.countInterim(head.rawHeaders);
    else if (this.#interim?.isPassedBy(head.rawHeaders) === true) this.refuseFlood();
    else this.#begin(status, statusText, head);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isOver) return;
    if (this.#collector === undefined) this.#stream?.push(chunk);
    else this.#collect(this.#collector, chunk);
  }

  onResponseEnd(): void {
    if (this.isOver) return;
    if (this.isUploaded) this.connection.release();
    else {
      this.abandon();
      this.connection.destroy();
    }
    this.complete();
    this.#stream?.end();
    if (this.#collector !== undefined) this.settle(this.#wireResponse(this.#collector.bytes(), ignore));
    // Who waited in line has grown old: what it points to would live until the next full collection.
    this.controller = this.#collector = undefined;
  }

  protected override get responseStarted(): boolean {
    return this.#responseStarted;
  }

  protected override get hasHead(): boolean {
    return this.#head !== undefined;
  }

  protected override failBody(error: unknown): void {
    this.#stream?.fail(error);
  }

  /** What is allowed of interim responses and of the head that follows them. */
  protected get interimLimit(): InterimLimit {
    return (this.#interim ??= new InterimLimit());
  }

  protected countInterim(rawHeaders: readonly string[]): void {
    const { interimLimit } = this;
    const what = interimLimit.add(rawHeaders);
    if (what === 'many') this.violated('framing', `More than ${interimLimit.most} interim responses came`);
    else if (what === 'large') this.refuseFlood();
  }

  protected refuseFlood(): void {
    this.violated(
      'headers',
      'The response headers and those of its interim responses are larger than 16 KiB',
    );
  }

  #begin(status: number, statusText: string, head: UndiciHead): void {
    this.timings.end('headers');
    this.#status = status;
    this.#statusText = statusText;
    this.#head = head;
    // A peer that has refused will not take the rest (RFC 9112, section 9.3.1).
    if (!this.isUploaded && status >= 300) this.abandon();
    const { contentLength, keepAliveTimeout } = head.read();
    this.#contentLength = contentLength;
    this.connection.peerTimeout = keepAliveTimeout;
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
      this.startIdle();
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
    this.startIdle();
    const stream = new ResponseStream(
      this.controller as Dispatcher.DispatchController,
      () => this.fail(undefined),
      ahead,
    );
    this.#stream = stream;
    const response = this.#wireResponse(stream, () => stream.destroy());
    // A body that came along with its head has freed the connection by then: whoever hears of the response may go on with it.
    void now.then(() => this.settle(response));
  }

  /** Who reads a body that was handed out watches it; while the request is on its way, that has its own limit. */
  protected override startIdle(): void {
    if (this.isUploading) return;
    if (this.#collector === undefined) this.timer.stop();
    else this.timer.start('idle', this.request.timeouts.idle, this.timings.lapStart);
  }

  #wireResponse(body: WireResponse['body'], destroy: () => void): WireResponse {
    const { heads, uses } = this.connection;
    const line = {
      status: this.#status,
      statusText: this.#statusText,
      httpVersion: heads.httpVersion,
      isReusedSocket: uses > 0,
    };
    return new UndiciResponse(line, this.#head as UndiciHead, this.timings.values, body, destroy);
  }
}

const now = Promise.resolve();

function ignore(): void {}
