import type { Socket } from 'node:net';

import { type ConnectionOwner, PooledConnection } from './pooled-connection.ts';

/** A connection that Node's own HTTP client speaks on. */
export class NativeConnection extends PooledConnection {
  #isReusable = false;
  #isWatched = false;

  constructor(origin: string, socket: Socket, owner: ConnectionOwner) {
    super(origin, socket, owner);
    // Node says so when its parser has let go of the socket after a complete exchange.
    socket.on('free', () => {
      if (this.#isReusable) this.free();
      else this.destroy();
    });
  }

  /** The exchange came to its proper end: once Node lets go of the socket it goes back to the pool. */
  markReusable(): void {
    this.#isReusable = true;
  }

  override becomeIdle(): void {
    super.becomeIdle();
    // Node leaves it there, and with it the request and the response.
    (this.socket as Socket & { _httpMessage?: unknown })._httpMessage = null;
    if (!this.#isWatched) {
      this.#isWatched = true;
      // Whatever a peer says unasked must never be taken for the answer to the next request.
      this.socket.on('data', () => {
        if (this.isIdle) this.destroy();
      });
      this.socket.on('end', () => this.destroy());
    }
    this.socket.unref();
  }

  override becomeBusy(): void {
    super.becomeBusy();
    this.#isReusable = false;
    this.socket.ref();
  }

  /**
   * Calls back one turn of the event loop later, when what the peer had said unasked by now has been read, a segment or a
   * TLS record behind its last response: that closes the connection, and it is not usable then.
   */
  override listen(heard: () => void): void {
    this.isIdle = true;
    setImmediate(() => {
      this.isIdle = false;
      heard();
    });
  }
}
