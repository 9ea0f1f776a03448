import { ResponseTooLargeError } from '@x/http-core';
import {
  collectLimit,
  isBodiless,
  type PooledExchange,
  readHead,
  ResponseCollector,
  ResponseStream,
} from '@x/http-core/transport';

import type { Http2Run } from './http2-run.ts';

/** Bytes that wait for the reader of a streamed body before the peer is told to stop. */
const ahead = 65_536;

/** The exchange that a response belongs to. */
export type Http2Reader = Pick<PooledExchange, 'request' | 'fail' | 'details'>;

/** The response of one exchange from its head on: collected up to a limit, or handed out as it comes. */
export class Http2Response {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  /** For who asked to have the body unread. */
  readonly stream: ResponseStream | undefined;
  readonly #reader: Http2Reader;
  readonly #limit: number | undefined;
  readonly #collector: ResponseCollector | undefined;

  constructor(reader: Http2Reader, run: Http2Run, status: number, rawHeaders: readonly string[]) {
    this.status = status;
    this.rawHeaders = rawHeaders;
    this.#reader = reader;
    const { request } = reader;
    const { contentLength } = readHead(rawHeaders);
    run.expect(isBodiless(request.method, status) ? 0 : contentLength);
    this.#limit = collectLimit(request, status, this);
    if (this.#limit === undefined) {
      this.stream = new ResponseStream(run, () => reader.fail(undefined), ahead);
      return;
    }
    this.#collector = new ResponseCollector(this.#limit);
    const isOver =
      contentLength !== undefined && contentLength > this.#limit && !isBodiless(request.method, status);
    if (isOver) reader.fail(new ResponseTooLargeError('declared', this.#limit, reader.details()));
  }

  /** What has been collected. */
  get body(): Uint8Array | ResponseStream {
    return this.stream ?? (this.#collector as ResponseCollector).bytes();
  }

  received(chunk: Buffer): void {
    const collector = this.#collector;
    if (collector === undefined) {
      this.stream?.push(chunk);
      return;
    }
    const { request } = this.#reader;
    if (!collector.add(chunk)) {
      const limit = this.#limit as number;
      this.#reader.fail(new ResponseTooLargeError('streamed', limit, this.#reader.details()));
      return;
    }
    try {
      request.onReceived?.(collector.size);
    } catch (error) {
      this.#reader.fail(error);
    }
  }
}
