import type { PooledConnection } from './pooled-connection.ts';

/** Where a connection stands in the list. */
export interface IdlePlace {
  older: PooledConnection | undefined;
  newer: PooledConnection | undefined;
  isListed: boolean;
}

/** The idle connections of a pool, the one that has idled longest first. */
export class IdleList {
  #oldest: PooledConnection | undefined;
  #newest: PooledConnection | undefined;
  size = 0;

  get oldest(): PooledConnection | undefined {
    return this.#oldest;
  }

  add(connection: PooledConnection): void {
    const { place } = connection;
    place.isListed = true;
    place.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = connection;
    else this.#newest.place.newer = connection;
    this.#newest = connection;
    this.size++;
  }

  /** Whether it was there. */
  remove({ place }: PooledConnection): boolean {
    if (!place.isListed) return false;
    const { older, newer } = place;
    if (older === undefined) this.#oldest = newer;
    else older.place.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.place.older = older;
    place.older = place.newer = undefined;
    place.isListed = false;
    this.size--;
    return true;
  }
}
