import type { PoolSettings } from '@x/http-core';
import {
  type Carrier,
  type Claimant,
  type ConnectionPool,
  type ConnectionSource,
  PooledConnection,
} from '@x/http-core/transport';

import { Http2Connection, type RoomObserver } from './http2-connection.ts';
import { Http2Origin } from './http2-origin.ts';
import { Http2Place } from './http2-place.ts';
import type { ProtocolMemory } from './protocol-memory.ts';

/** A pool whose connections may turn out to carry many streams: those have one place in the pool beneath, like any other. */
export class Http2Pool implements ConnectionSource, RoomObserver {
  readonly settings: PoolSettings;
  readonly #pool: ConnectionPool;
  readonly #memory: ProtocolMemory;
  readonly #origins = new Map<string, Http2Origin>();
  #isClosed = false;

  constructor(pool: ConnectionPool, memory: ProtocolMemory) {
    this.settings = pool.settings;
    this.#pool = pool;
    this.#memory = memory;
  }

  /** Claimants that wait for a stream, or for how a dial comes out. */
  get waiting(): number {
    let waiting = 0;
    for (const origin of this.#origins.values()) waiting += origin.waiting;
    return waiting;
  }

  claim(key: string, claimant: Claimant): boolean {
    let origin = this.#origins.get(key);
    if (origin === undefined) this.#origins.set(key, (origin = new Http2Origin(key, this.#pool)));
    return origin.claim(claimant, this.settings.forceClose || this.#memory.isWithout(key));
  }

  withdraw(key: string, claimant: Claimant): void {
    const origin = this.#origins.get(key);
    origin?.withdraw(claimant);
    this.#tidy(origin);
  }

  add(carrier: Carrier): void {
    if (carrier instanceof Http2Place) {
      const { connection } = carrier;
      this.#memory.speaks(connection.origin);
      this.#origins.get(connection.origin)?.add(connection);
    } else if (carrier instanceof PooledConnection) {
      this.#memory.without(carrier.origin, 'chosen');
      this.#pool.add(carrier);
      this.#scatter(carrier.origin);
    }
  }

  forfeit(key: string): void {
    this.#pool.forfeit(key);
    this.#scatter(key);
  }

  describeFull(authority: string): string {
    return this.#pool.describeFull(authority);
  }

  freed(connection: PooledConnection): void {
    this.#pool.freed(connection);
  }

  lost(connection: PooledConnection): void {
    const origin = this.#origins.get(connection.origin);
    if (connection instanceof Http2Connection) origin?.remove(connection);
    this.#pool.lost(connection);
    this.#tidy(origin);
  }

  hasRoom(connection: Http2Connection): void {
    if (!this.#isClosed) this.#origins.get(connection.origin)?.serve(connection);
  }

  /** The peer wants HTTP/1.1 (RFC 9113, section 7). */
  requireHttp1(key: string): void {
    this.#memory.without(key, 'required');
    this.#origins.get(key)?.retire();
  }

  /** Nobody who waits is granted anything any more. */
  close(): void {
    this.#isClosed = true;
  }

  #scatter(key: string): void {
    const origin = this.#origins.get(key);
    if (this.#isClosed) return;
    origin?.scatter();
    this.#tidy(origin);
  }

  #tidy(origin: Http2Origin | undefined): void {
    if (origin?.isUnused === true) this.#origins.delete(origin.key);
  }
}
