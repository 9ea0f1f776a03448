import type { ClientHttp2Stream } from 'node:http2';

import { InvalidRequestError, type Sent, type WireRequest } from '@x/http-core';
import { Upload, type UploadObserver } from '@x/http-core/transport';

import { EndOfStream } from './end-of-stream.ts';
import { refusedStream, type StreamEnd } from './http2-failure.ts';
import { fieldsOf, requestHeaders } from './http2-headers.ts';
import { streamOptions } from './http2-options.ts';
import type { Http2Place } from './http2-place.ts';

export interface Http2Observer extends UploadObserver {
  /** The whole request has been handed to the system. */
  uploaded(): void;
  interim(rawHeaders: readonly string[]): void;
  head(status: number, rawHeaders: readonly string[]): void;
  received(chunk: Buffer): void;
  /** The response has come to its proper end. */
  ended(): void;
  /** It has not, and no more will come. */
  streamLost(end: StreamEnd, error: Error | undefined): void;
  /** The connection would take no stream any more: nothing was sent. */
  notTaken(): void;
}

/** One request and its response on one stream. */
export class Http2Run {
  readonly place: Http2Place;
  readonly #request: WireRequest;
  readonly #observer: Http2Observer;
  #stream: ClientHttp2Stream | undefined;
  #end: EndOfStream | undefined;
  #upload: Upload | undefined;
  #error: Error | undefined;
  #contentLength: number | undefined;
  #receivedSize = 0;
  #isUnprocessed = false;
  isUploaded = false;
  /** No more of the body goes out. */
  isStopped = false;
  responseStarted = false;
  hasHead = false;

  constructor(request: WireRequest, place: Http2Place, observer: Http2Observer) {
    this.#request = request;
    this.place = place;
    this.#observer = observer;
  }

  get sent(): Sent {
    const stream = this.#stream;
    if (this.#isUnprocessed || stream === undefined || stream.id === undefined) return 'none';
    return this.isUploaded ? 'complete' : 'partial';
  }

  /** Whether a body has been read from that cannot be read again. */
  get isBodySpent(): boolean {
    const { body } = this.#request;
    return body !== undefined && !(body instanceof Uint8Array);
  }

  start(): void {
    const { body, contentLength } = this.#request;
    const stream = this.#open(body === undefined);
    if (stream === undefined) return;
    this.#stream = stream;
    this.place.stream = stream;
    this.#end = new EndOfStream(stream);
    this.#listen(stream);
    if (body === undefined) {
      this.#uploaded();
      return;
    }
    stream.once('finish', () => this.#uploaded());
    const length = body instanceof Uint8Array ? body.byteLength : contentLength;
    this.#upload = new Upload(stream, body, length, this.#observer);
    this.#upload.start();
  }

  /** Sends no more of the body; the response may still be read. */
  stopUpload(): void {
    this.isStopped = true;
    this.#upload?.stop();
  }

  pause(): void {
    this.#stream?.pause();
  }

  resume(): void {
    this.#stream?.resume();
  }

  /** Hears no more of the stream, which is reset next. */
  stop(): void {
    this.stopUpload();
    const stream = this.#stream;
    if (stream === undefined) return;
    for (const name of ['response', 'headers', 'data', 'end', 'close', 'finish']) {
      stream.removeAllListeners(name);
    }
    // What nobody reads would keep the stream from closing.
    stream.resume();
  }

  #open(isBodiless: boolean): ClientHttp2Stream | undefined {
    const { session } = this.place.connection;
    try {
      return session.request(requestHeaders(this.#request), streamOptions(isBodiless));
    } catch (error) {
      if (session.closed || session.destroyed) this.#observer.notTaken();
      else {
        const { message } = error as Error;
        this.#observer.fail(new InvalidRequestError(`HTTP/2 would not send the request: ${message}`));
      }
      return undefined;
    }
  }

  #listen(stream: ClientHttp2Stream): void {
    stream.on('error', (error) => (this.#error = error));
    stream.on('headers', (...[, , raw]: readonly unknown[]) => {
      this.responseStarted = true;
      this.#observer.interim(fieldsOf(raw as string[]));
    });
    stream.once('response', (...[headers, , raw]: readonly unknown[]) => {
      const fields = fieldsOf(raw as string[]);
      this.responseStarted = true;
      this.hasHead = true;
      this.#observer.head(Number((headers as Record<string, unknown>)[':status']), fields);
    });
    stream.on('data', (chunk: Buffer) => {
      this.#receivedSize += chunk.byteLength;
      this.#observer.received(chunk);
    });
    stream.once('end', () => {
      if (this.#isWhole) this.#finish();
    });
    stream.once('close', () => this.#closed(stream));
  }

  /** For who is told of the head. */
  expect(contentLength: number | undefined): void {
    this.#contentLength = contentLength;
  }

  get #isWhole(): boolean {
    return this.hasHead && (this.#end?.isSeen === true || this.#receivedSize === this.#contentLength);
  }

  #finish(): void {
    this.#stream?.removeAllListeners('close');
    if (!this.isUploaded) this.stopUpload();
    this.#observer.ended();
  }

  #uploaded(): void {
    if (this.isStopped || this.#stream?.closed === true) return;
    this.isUploaded = true;
    this.#upload?.finished();
    this.#observer.uploaded();
  }

  #closed(stream: ClientHttp2Stream): void {
    const { connection } = this.place;
    const { rstCode: code, id } = stream;
    this.#isUnprocessed =
      !this.hasHead && (code === refusedStream || (id !== undefined && id > connection.lastStream));
    const isConnectionGone = connection.session.destroyed || connection.socket.destroyed;
    const { hasHead } = this;
    const end = { code, hasHead, isConnectionGone, isUnprocessed: this.#isUnprocessed };
    this.#observer.streamLost(end, this.#error);
  }
}
