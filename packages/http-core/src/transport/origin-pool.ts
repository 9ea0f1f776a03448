import type { Claimant } from './connection-pool.ts';
import type { PooledConnection } from './pooled-connection.ts';

/** The sockets and the waiting line of one origin. */
export class OriginPool {
  readonly key: string;
  /** Sockets, idle ones and those being opened included. */
  places = 0;
  /** Last used last. */
  readonly idle: PooledConnection[] = [];
  /** Each with the number of its arrival, in that order. */
  readonly waiting = new Map<Claimant, number>();

  constructor(key: string) {
    this.key = key;
  }

  get first(): Claimant | undefined {
    return this.waiting.keys().next().value;
  }

  get firstArrival(): number {
    return this.waiting.values().next().value ?? Infinity;
  }

  removeIdle(connection: PooledConnection): void {
    const index = this.idle.indexOf(connection);
    if (index !== -1) this.idle.splice(index, 1);
  }
}
