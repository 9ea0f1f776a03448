import type { PoolSettings } from '../options/pool.ts';
import type { Clock } from '../time/clock.ts';
import { IdleList } from './idle-list.ts';
import { IdleTimer } from './idle-timer.ts';
import { OriginPool } from './origin-pool.ts';
import type { Carrier, ConnectionOwner, PooledConnection } from './pooled-connection.ts';

/** Who wants a connection. */
export interface Claimant {
  /** An idle connection will not do. */
  readonly needsFresh: boolean;
  /** Called once: with an idle connection, now busy; or with `undefined`, and then it may open one. */
  granted(connection: Carrier | undefined): void;
}

/** Where exchanges get their connections, or their part of one. */
export interface ConnectionSource extends ConnectionOwner {
  readonly settings: PoolSettings;
  claim(key: string, claimant: Claimant): boolean;
  withdraw(key: string, claimant: Claimant): void;
  add(connection: Carrier): void;
  forfeit(key: string): void;
  describeFull(authority: string): string;
}

/**
 * At most so many sockets in all and per origin, idle ones and those being opened included. Who comes when it is full
 * waits in line; a socket that idles for another origin is closed before anybody waits.
 */
export class ConnectionPool implements ConnectionSource {
  readonly settings: PoolSettings;
  readonly #clock: Clock;
  readonly #origins = new Map<string, OriginPool>();
  readonly #crowded = new Set<OriginPool>();
  readonly #idle = new IdleList();
  readonly #connections = new Set<PooledConnection>();
  #places = 0;
  #arrivals = 0;
  #isDispatching = false;

  constructor(settings: PoolSettings, clock: Clock) {
    this.settings = settings;
    this.#clock = clock;
  }

  /** Places taken, sockets that are idle, claimants in line. */
  get counts(): { readonly open: number; readonly idle: number; readonly waiting: number } {
    let waiting = 0;
    for (const origin of this.#crowded) waiting += origin.waiting.size;
    return { open: this.#places, idle: this.#idle.size, waiting };
  }

  /** What a claimant for that authority waits for, in words. */
  describeFull(authority: string): string {
    const { maxConnections: all, maxConnectionsPerHost: perHost } = this.settings;
    return perHost < all
      ? `connection pool exhausted: all ${perHost} connections to ${authority} (maxConnectionsPerHost: ${perHost}, maxConnections: ${all}) are in use`
      : `connection pool exhausted: all ${all} connections (maxConnections: ${all}) are in use`;
  }

  /** Grants at once where it can: `true`; else the claimant is in line: `false`. */
  claim(key: string, claimant: Claimant): boolean {
    let origin = this.#origins.get(key);
    if (origin === undefined) this.#origins.set(key, (origin = new OriginPool(key)));
    const place = origin.waiting.size === 0 ? this.#reserve(origin, claimant) : null;
    if (place !== null) {
      claimant.granted(place);
      return true;
    }
    this.#origins.set(key, origin);
    origin.waiting.set(claimant, this.#arrivals++);
    this.#crowded.add(origin);
    return false;
  }

  /** Leaves the line. */
  withdraw(key: string, claimant: Claimant): void {
    const origin = this.#origins.get(key);
    if (origin?.waiting.delete(claimant) !== true) return;
    if (origin.waiting.size === 0) this.#crowded.delete(origin);
    this.#tidy(origin);
    // Who stood behind a claimant that wanted a fresh socket may be content with less.
    this.#dispatch();
  }

  /** The place that was granted has its connection. */
  add(connection: PooledConnection): void {
    this.#connections.add(connection);
    connection.idleTimer = new IdleTimer(this.#clock, connection);
  }

  /** Gives back a place whose socket never came to be. */
  forfeit(key: string): void {
    this.#leave(key);
    this.#dispatch();
  }

  freed(connection: PooledConnection): void {
    const { maxKeepAliveConnections } = this.settings;
    const limit = this.#idleLimit(connection);
    if (limit <= 0 || maxKeepAliveConnections === 0 || !connection.isUsable) {
      connection.destroy();
      return;
    }
    connection.becomeIdle();
    if (this.#idle.size >= maxKeepAliveConnections) this.#evict();
    this.#idle.add(connection);
    this.#origins.get(connection.origin)?.idle.push(connection);
    connection.idleTimer?.start(limit);
    this.#dispatch();
  }

  lost(connection: PooledConnection): void {
    this.#connections.delete(connection);
    if (this.#idle.remove(connection)) this.#origins.get(connection.origin)?.removeIdle(connection);
    this.#leave(connection.origin);
    this.#dispatch();
  }

  /** Destroys every connection, idle and busy. */
  destroy(): void {
    for (const connection of [...this.#connections]) connection.destroy();
  }

  /** Milliseconds that it may idle: a peer's own limit minus a second, lest a request cross its close. */
  #idleLimit(connection: PooledConnection): number {
    const { keepAliveTimeout } = this.settings;
    const { peerTimeout } = connection;
    return peerTimeout === undefined ? keepAliveTimeout : Math.min(keepAliveTimeout, peerTimeout - 1_000);
  }

  /** A place for the claimant: an idle connection, `undefined` for one to be opened, `null` when there is none. */
  #reserve(origin: OriginPool, claimant: Claimant): PooledConnection | undefined | null {
    const outer = this.#isDispatching;
    // The room that is made here is for this claimant.
    this.#isDispatching = true;
    const connection = claimant.needsFresh ? undefined : this.#takeIdle(origin);
    const hasRoom = connection !== undefined || this.#makeRoom(origin);
    this.#isDispatching = outer;
    if (!hasRoom) return null;
    if (connection === undefined) {
      origin.places++;
      this.#places++;
      this.#origins.set(origin.key, origin);
    }
    return connection;
  }

  #takeIdle(origin: OriginPool): PooledConnection | undefined {
    for (;;) {
      // The one that was used last is the least likely to have been closed by the peer.
      const connection = origin.idle.pop();
      if (connection === undefined) return undefined;
      this.#idle.remove(connection);
      connection.becomeBusy();
      if (connection.isUsable) return connection;
      connection.destroy();
    }
  }

  /** Whether one more socket to the origin is allowed, after closing an idle one where that helps. */
  #makeRoom(origin: OriginPool): boolean {
    const { maxConnections, maxConnectionsPerHost } = this.settings;
    if (origin.places >= maxConnectionsPerHost) {
      const own = origin.idle[0];
      if (own === undefined) return false;
      own.destroy();
    }
    if (this.#places < maxConnections) return true;
    if (this.#idle.size === 0) return false;
    this.#evict();
    return true;
  }

  #evict(): void {
    this.#idle.oldest?.destroy();
  }

  #leave(key: string): void {
    this.#places--;
    const origin = this.#origins.get(key);
    if (origin === undefined) return;
    origin.places--;
    this.#tidy(origin);
  }

  /** An origin that is not in use is forgotten: a crawler's map stays small. */
  #tidy(origin: OriginPool): void {
    if (origin.places === 0 && origin.waiting.size === 0) this.#origins.delete(origin.key);
  }

  /** Grants what can be granted, who came first first. */
  #dispatch(): void {
    if (this.#crowded.size === 0 || this.#isDispatching) return;
    this.#isDispatching = true;
    while (this.#grantFirst());
    this.#isDispatching = false;
  }

  #grantFirst(): boolean {
    // An origin at its own limit must not hold up the others.
    const inOrder = [...this.#crowded].sort((one, other) => one.firstArrival - other.firstArrival);
    for (const origin of inOrder) {
      const claimant = origin.first;
      const place = claimant === undefined ? null : this.#reserve(origin, claimant);
      if (claimant === undefined || place === null) continue;
      origin.waiting.delete(claimant);
      if (origin.waiting.size === 0) this.#crowded.delete(origin);
      claimant.granted(place);
      return true;
    }
    return false;
  }
}
