import type { Carrier, Claimant, ConnectionPool } from '@x/http-core/transport';

import { Http2Connection } from './http2-connection.ts';

/** Who waits, and for whom it stands in the line of the pool, if it does. */
interface Waiting {
  readonly claimant: Claimant;
  inPool: Claimant | undefined;
}

/** The connections to one peer over which streams may be opened, and who waits for one. */
export class Http2Origin {
  readonly key: string;
  readonly #pool: ConnectionPool;
  readonly #connections = new Set<Http2Connection>();
  readonly #line = new Map<Claimant, Waiting>();
  #dials = 0;

  constructor(key: string, pool: ConnectionPool) {
    this.key = key;
    this.#pool = pool;
  }

  get isUnused(): boolean {
    return this.#connections.size === 0 && this.#line.size === 0 && this.#dials === 0;
  }

  /** Those in line here and not in that of the pool. */
  get waiting(): number {
    let count = 0;
    for (const { inPool } of this.#line.values()) if (inPool === undefined) count++;
    return count;
  }

  /** Grants at once where it can: `true`. With `isAlone` a connection serves nobody else, so that each wants its own. */
  claim(claimant: Claimant, isAlone: boolean): boolean {
    if (!claimant.needsFresh && !isAlone) {
      const connection = this.#withRoom();
      if (connection !== undefined) {
        claimant.granted(connection.open());
        return true;
      }
      // How the dial that is under way comes out decides whether another is needed.
      if (!this.#hasIdle() && (this.#dials > 0 || this.#line.size > 0)) {
        this.#line.set(claimant, { claimant, inPool: undefined });
        return false;
      }
    }
    return this.#enterPool({ claimant, inPool: undefined });
  }

  withdraw(claimant: Claimant): void {
    this.#leaveLine(claimant);
    this.#advance();
  }

  /** A dial has come out as HTTP/2. */
  add(connection: Http2Connection): void {
    this.#dials--;
    this.#connections.add(connection);
    this.#pool.add(connection);
  }

  /** A dial has failed, or come out as HTTP/1.1: everybody for himself. */
  scatter(): void {
    this.#dials--;
    for (const waiting of [...this.#line.values()]) {
      if (waiting.inPool === undefined && this.#line.has(waiting.claimant)) this.#enterPool(waiting);
    }
  }

  remove(connection: Http2Connection): void {
    this.#connections.delete(connection);
  }

  /** No more streams to a peer that wants none. */
  retire(): void {
    for (const connection of [...this.#connections]) connection.retire();
  }

  /** A connection can carry more: who came first first. */
  serve(connection: Http2Connection): void {
    for (const { claimant } of [...this.#line.values()]) {
      if (!connection.hasRoom || connection.isIdle) break;
      if (claimant.needsFresh || !this.#line.has(claimant)) continue;
      this.#leaveLine(claimant);
      claimant.granted(connection.open());
    }
    this.#advance();
  }

  /** One of those who wait stands for all in the line of the pool, unless a dial is under way. */
  #advance(): void {
    if (this.#dials > 0) return;
    for (const { inPool } of this.#line.values()) if (inPool !== undefined) return;
    const [first] = this.#line.values();
    if (first !== undefined) this.#enterPool(first);
  }

  #enterPool(waiting: Waiting): boolean {
    const { claimant } = waiting;
    const inPool: Claimant = {
      needsFresh: claimant.needsFresh,
      granted: (connection) => {
        this.#line.delete(claimant);
        this.#grant(claimant, connection);
      },
    };
    waiting.inPool = inPool;
    this.#line.set(claimant, waiting);
    return this.#pool.claim(this.key, inPool);
  }

  #grant(claimant: Claimant, connection: Carrier | undefined): void {
    if (connection instanceof Http2Connection) {
      claimant.granted(connection.open());
      this.serve(connection);
      return;
    }
    if (connection === undefined) this.#dials++;
    claimant.granted(connection);
    this.#advance();
  }

  #leaveLine(claimant: Claimant): void {
    const inPool = this.#line.get(claimant)?.inPool;
    this.#line.delete(claimant);
    if (inPool !== undefined) this.#pool.withdraw(this.key, inPool);
  }

  #withRoom(): Http2Connection | undefined {
    for (const connection of this.#connections) {
      if (!connection.isIdle && connection.hasRoom) return connection;
    }
    return undefined;
  }

  #hasIdle(): boolean {
    for (const connection of this.#connections) if (connection.isIdle) return true;
    return false;
  }
}
