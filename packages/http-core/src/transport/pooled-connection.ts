import type { Socket } from 'node:net';

import type { Timer } from '../time/clock.ts';

/** What a connection tells the pool that it belongs to. */
export interface ConnectionOwner {
  /** The exchange is over and the socket can carry another. */
  freed(connection: PooledConnection): void;
  /** The socket is gone; told once. */
  lost(connection: PooledConnection): void;
}

/** One socket of the pool, busy with one exchange or idle. */
export class PooledConnection {
  readonly origin: string;
  readonly socket: Socket;
  /** How many exchanges it has carried before the present one. */
  uses = 0;
  isIdle = false;
  idleTimer: Timer | undefined;
  /** Milliseconds that the peer keeps it open when idle, where it said so. */
  peerTimeout: number | undefined;
  readonly #owner: ConnectionOwner;
  #isReusable = false;
  #isLost = false;
  #isWatched = false;

  constructor(origin: string, socket: Socket, owner: ConnectionOwner) {
    this.origin = origin;
    this.socket = socket;
    this.#owner = owner;
    // Whoever uses the socket hears it too; unheard it would end the process.
    socket.on('error', () => {});
    socket.on('close', () => this.destroy());
    // Node says so when its parser has let go of the socket after a complete exchange.
    socket.on('free', () => {
      if (this.#isReusable) this.#owner.freed(this);
      else this.destroy();
    });
  }

  /** Whether another exchange may start on it. */
  get isUsable(): boolean {
    const { socket } = this;
    return !this.#isLost && socket.writable && socket.readable && socket.readableLength === 0;
  }

  /** The exchange came to its proper end: once Node lets go of the socket it goes back to the pool. */
  markReusable(): void {
    this.#isReusable = true;
  }

  becomeIdle(): void {
    this.isIdle = true;
    this.uses++;
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

  becomeBusy(): void {
    this.idleTimer?.cancel();
    this.idleTimer = undefined;
    this.isIdle = false;
    this.#isReusable = false;
    this.peerTimeout = undefined;
    this.socket.ref();
  }

  /**
   * Calls back one turn of the event loop later, when what the peer had said unasked by now has been read, a segment or a
   * TLS record behind its last response: that closes the connection, and it is not usable then.
   */
  listen(heard: () => void): void {
    this.isIdle = true;
    setImmediate(() => {
      this.isIdle = false;
      heard();
    });
  }

  /** Closes the socket at once; the pool has its place back when this returns. */
  destroy(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.idleTimer?.cancel();
    this.socket.destroy();
    this.#owner.lost(this);
  }
}
