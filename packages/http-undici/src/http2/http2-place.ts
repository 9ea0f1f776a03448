import type { ClientHttp2Stream } from 'node:http2';

import type { Carrier } from '@x/http-core/transport';

import type { Http2Connection } from './http2-connection.ts';

/** CANCEL (RFC 9113, section 7). */
const cancel = 8;

/** One exchange's part of a connection: the stream that it may open. */
export class Http2Place implements Carrier {
  readonly connection: Http2Connection;
  /** Streams that the connection had carried before. */
  uses: number;
  stream: ClientHttp2Stream | undefined = undefined;
  #isReleased = false;

  constructor(connection: Http2Connection, uses: number) {
    this.connection = connection;
    this.uses = uses;
  }

  get isUsable(): boolean {
    const { session } = this.connection;
    return !this.#isReleased && !session.closed && !session.destroyed;
  }

  listen(heard: () => void): void {
    heard();
  }

  /** Resets the stream where it is still open, and leaves the connection to the others. */
  destroy(): void {
    const { stream } = this;
    if (stream !== undefined && !stream.closed) reset(stream);
    this.release();
  }

  /** The stream has come to its end. */
  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.connection.release();
  }
}

/** Node ends a stream properly before it resets it: half a request body would pass for a whole one. */
function reset(stream: ClientHttp2Stream): void {
  if (!stream.writableEnded) stream._final = (finished) => finished();
  stream.close(cancel);
}
