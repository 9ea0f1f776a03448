import type { Socket } from 'node:net';

import type { IdlePlace } from './idle-list.ts';
import type { IdleTimer } from './idle-timer.ts';

/** What a connection tells the pool that it belongs to. */
export interface ConnectionOwner {
  /** The exchange is over and the socket can carry another. */
  freed(connection: PooledConnection): void;
  /** The socket is gone; told once. */
  lost(connection: PooledConnection): void;
}

/** What carries one exchange: a connection, or a part of one that several share. */
export type Carrier = Pick<PooledConnection, 'uses' | 'isUsable' | 'listen' | 'destroy'>;

/** One socket of the pool, busy with one exchange or idle. Who speaks HTTP on it watches what comes unasked. */
export class PooledConnection {
  readonly origin: string;
  readonly socket: Socket;
  /** How many exchanges it has carried before the present one. */
  uses = 0;
  isIdle = false;
  /** Of the pool. */
  idleTimer: IdleTimer | undefined = undefined;
  /** Of the pool: where it stands among the idle ones. */
  readonly place: IdlePlace = { older: undefined, newer: undefined, isListed: false };
  /** Milliseconds that the peer keeps it open when idle, where it said so. */
  peerTimeout: number | undefined = undefined;
  readonly #owner: ConnectionOwner;
  #isLost = false;

  constructor(origin: string, socket: Socket, owner: ConnectionOwner) {
    this.origin = origin;
    this.socket = socket;
    this.#owner = owner;
    // Whoever uses the socket hears it too; unheard it would end the process.
    socket.on('error', () => {});
    socket.on('close', () => this.destroy());
  }

  /** Whether another exchange may start on it. */
  get isUsable(): boolean {
    const { socket } = this;
    return !this.#isLost && socket.writable && socket.readable && socket.readableLength === 0;
  }

  /** The exchange came to its proper end: back to the pool. */
  free(): void {
    this.#owner.freed(this);
  }

  /** By the pool. */
  becomeIdle(): void {
    this.isIdle = true;
    this.uses++;
  }

  /** By the pool. */
  becomeBusy(): void {
    this.idleTimer?.pause();
    this.isIdle = false;
    this.peerTimeout = undefined;
  }

  /** Calls back once all that the peer had said unasked by now has been heard; it may not be usable then. */
  listen(heard: () => void): void {
    heard();
  }

  /** Closes the socket at once; the pool has its place back when this returns. */
  destroy(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.idleTimer?.stop();
    this.socket.destroy();
    this.#owner.lost(this);
  }
}
