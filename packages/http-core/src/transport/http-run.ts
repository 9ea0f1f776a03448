import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { InvalidRequestError, type ProtocolErrorReason } from '../errors/index.ts';
import type { GotRuntime } from './got-runtime.ts';
import { hearLastWords } from './last-words.ts';
import type { NativeConnection } from './native-connection.ts';
import { maxHeaderSize, nativeRequest } from './native-request.ts';
import { ownListeners } from './own-listeners.ts';
import type { Sent, WireRequest } from './transport.ts';
import { Upload, type UploadObserver } from './upload.ts';

export interface RunObserver extends UploadObserver {
  /** The whole request has been handed to the system. */
  uploaded(): void;
  head(response: IncomingMessage): void;
  /** The connection broke, or what came is not HTTP. */
  failed(error: Error): void;
  /** The peer did what HTTP has a name for, but not here. */
  violated(reason: ProtocolErrorReason, message: string): void;
}

/** Interim responses that a peer may send; more is a flood. */
const maxInterim = 8;

/** One request and its response on one connection, by way of got. */
export class HttpRun {
  readonly connection: NativeConnection;
  readonly #runtime: GotRuntime;
  readonly #request: WireRequest;
  readonly #observer: RunObserver;
  readonly #isLast: boolean;
  readonly #readBefore: number;
  readonly #writtenBefore: number;
  #stream: Duplex | undefined;
  #native: ClientRequest | undefined;
  #upload: Upload | undefined;
  #restore: (() => void) | undefined;
  #interim = 0;
  #interimSize = 0;
  #isStopped = false;
  isUploaded = false;

  constructor(
    runtime: GotRuntime,
    request: WireRequest,
    connection: NativeConnection,
    isLast: boolean,
    observer: RunObserver,
  ) {
    this.connection = connection;
    this.#runtime = runtime;
    this.#request = request;
    this.#isLast = isLast || asksForClose(request);
    this.#observer = observer;
    this.#readBefore = connection.socket.bytesRead;
    this.#writtenBefore = connection.socket.bytesWritten;
  }

  start(): void {
    const { body, contentLength } = this.#request;
    let stream: Duplex;
    try {
      stream = this.#runtime.run(() => this.#makeNative(), body !== undefined);
    } catch (error) {
      this.#gaveUp(error as Error);
      return;
    }
    ownListeners(stream);
    this.#stream = stream;
    stream.on('error', (error) => this.#gaveUp(error));
    stream.once('request', () => this.#takeResponse());
    if (body === undefined) return;
    const length = body instanceof Uint8Array ? body.byteLength : contentLength;
    this.#upload = new Upload(stream, body, length, this.#observer);
    if (!this.#upload.isSingleWrite) this.#restore = hearLastWords(this.connection.socket);
    this.#upload.start();
  }

  get sent(): Sent {
    if (this.isUploaded) return 'complete';
    return this.connection.socket.bytesWritten > this.#writtenBefore ? 'partial' : 'none';
  }

  /** Whether any byte of an answer has come. */
  get responseStarted(): boolean {
    return this.connection.socket.bytesRead > this.#readBefore;
  }

  /** Whether the connection can carry another request once this response has come to its end. */
  get isReusable(): boolean {
    const native = this.#native;
    return (
      !this.#isLast &&
      !this.#isStopped &&
      this.isUploaded &&
      native !== undefined &&
      native.shouldKeepAlive &&
      native.writableFinished
    );
  }

  /** Whether more of the body is going to be sent. */
  get isUploading(): boolean {
    return !this.isUploaded && !this.#isStopped;
  }

  /** Sends no more of the body; the response may still be read. */
  stopUpload(): void {
    this.#isStopped = true;
    this.#upload?.stop();
  }

  /** Ends everything but the connection. */
  stop(): void {
    this.stopUpload();
    this.#native?.destroy();
    this.#stream?.destroy();
  }

  #makeNative(): ClientRequest {
    const { socket, uses } = this.connection;
    try {
      const native = nativeRequest(this.#runtime.http, this.#request, socket, this.#isLast);
      this.#native = native;
      native.reusedSocket = uses > 0;
      native.on('error', (error) => this.#observer.failed(error));
      native.on('information', ({ rawHeaders }) => this.#countInterim(rawHeaders));
      // Only a listener keeps Node from closing the socket without a word.
      native.on('upgrade', () => this.#upgraded());
      native.once('finish', () => this.#finished());
      return native;
    } catch (error) {
      this.#observer.fail(new InvalidRequestError((error as Error).message));
      throw error;
    }
  }

  /** From the head on the response is read here: got would put a second stream around it. */
  #takeResponse(): void {
    this.#native?.removeAllListeners('response');
    this.#native?.once('response', (response) => {
      this.#keepBodiless(response);
      if (response.statusCode === 101) this.#upgraded();
      else if (!this.#isFlooded(response.rawHeaders)) this.#observer.head(response);
    });
  }

  /**
   * Node takes a head without a length for one whose body ends with the connection, before it knows that HEAD, 204 and 304
   * have no body (RFC 9112, section 6.3), and then gives the connection up.
   */
  #keepBodiless(response: IncomingMessage): void {
    const native = this.#native;
    if (native === undefined || this.#isLast || response.httpVersion !== '1.1') return;
    const { statusCode, headers } = response;
    if (native.method !== 'HEAD' && statusCode !== 204 && statusCode !== 304) return;
    if (!/\bclose\b/i.test(headers.connection ?? '')) native.shouldKeepAlive = true;
  }

  #finished(): void {
    this.isUploaded = true;
    this.#restore?.();
    this.#upload?.finished();
    this.#observer.uploaded();
  }

  #countInterim(rawHeaders: readonly string[]): void {
    if (++this.#interim > maxInterim) {
      this.#observer.violated('framing', `More than ${maxInterim} interim responses came`);
      return;
    }
    this.#interimSize += sizeOf(rawHeaders);
    this.#isFlooded([]);
  }

  /** Node counts the headers of each response by itself; those of an exchange have one limit together. */
  #isFlooded(rawHeaders: readonly string[]): boolean {
    if (this.#interim === 0 || this.#interimSize + sizeOf(rawHeaders) <= maxHeaderSize) return false;
    this.#observer.violated(
      'headers',
      'The response headers and those of its interim responses are larger than 16 KiB',
    );
    return true;
  }

  /** got's own verdict comes after the request's events and carries the request: nothing of it is used. */
  #gaveUp(error: Error): void {
    if (this.#native !== undefined || this.#isStopped) return;
    this.#observer.fail(new InvalidRequestError(`got would not send the request: ${error.message}`));
  }

  #upgraded(): void {
    this.#observer.violated('upgrade', 'The server switched protocols unasked (101)');
  }
}

/** Bytes on the wire, near enough: each line has a colon, a space and its end beside name and value. */
function sizeOf(rawHeaders: readonly string[]): number {
  let size = rawHeaders.length * 2;
  for (const part of rawHeaders) size += part.length;
  return size;
}

/** After `connection: close` no other request may follow (RFC 9112, section 9.6), whatever the peer does. */
function asksForClose({ headers }: WireRequest): boolean {
  const { connection } = headers;
  if (connection === undefined) return false;
  const values = typeof connection === 'string' ? [connection] : connection;
  return values.some((value) => /(?:^|[\s,])close(?:$|[\s,])/i.test(value));
}
