import type { Socket } from 'node:net';

import { hearLastWords, isSingleWrite, Upload, type UploadObserver } from '@x/http-core/transport';

import { BodyFeed } from './body-feed.ts';

/** The body of one request on its way: whole where it is small, else as fast as the peer takes it. */
export class RequestBody {
  /** For undici. */
  readonly content: Uint8Array | BodyFeed;
  isStopped = false;
  readonly #socket: Socket;
  readonly #observer: UploadObserver;
  readonly #writtenBefore: number;
  readonly #upload: Upload | undefined;
  readonly #restore: (() => void) | undefined;

  constructor(
    body: Uint8Array | AsyncIterable<Uint8Array>,
    length: number | undefined,
    socket: Socket,
    observer: UploadObserver,
  ) {
    this.#socket = socket;
    this.#observer = observer;
    this.#writtenBefore = socket.bytesWritten;
    if (isSingleWrite(body)) {
      this.content = body;
      return;
    }
    const feed = new BodyFeed(socket);
    this.content = feed;
    this.#upload = new Upload(feed, body, length, observer);
    this.#restore = hearLastWords(socket);
  }

  /** Whether any byte of the request has been handed to the system. */
  get hasBegun(): boolean {
    return this.#socket.bytesWritten > this.#writtenBefore;
  }

  start(): void {
    this.#upload?.start();
  }

  /** Everything is with the system. */
  finished(): void {
    this.isStopped = true;
    this.#restore?.();
    if (this.#upload !== undefined) this.#upload.finished();
    else this.#report((this.content as Uint8Array).byteLength);
  }

  /** Sends no more and ends the source. */
  stop(): void {
    this.isStopped = true;
    this.#upload?.stop();
  }

  #report(size: number): void {
    if (size > 0) this.#observer.progressed(size);
  }
}
