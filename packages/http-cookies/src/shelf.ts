import type { Cookie } from 'tough-cookie';

/** At once, or later. */
export type Soon<T> = T | Promise<T>;

/** What the rules of a jar need of the store beneath; our stores are one, anybody else's `Store` is made one. */
export interface Shelf {
  /** Opens files ahead of time, where there are any. */
  open(): Soon<void>;
  /** False only when there is certainly no cookie for the host or a domain above it. */
  holds(host: string): boolean;
  /** Every cookie of the host and the domains above it, whatever their paths. */
  find(host: string): Soon<readonly Cookie[]>;
  /** Every cookie of that name. */
  named(key: string): Soon<readonly Cookie[]>;
  /** Adds a cookie, or puts it in the place of the one with the same domain, path and name. */
  put(cookie: Cookie): Soon<void>;
  remove(cookie: Cookie): Soon<void>;
  /** In the order in which they were created. */
  all(): Soon<readonly Cookie[]>;
  count(): Soon<number>;
  /** Resolves when everything so far is where it outlives the process. */
  flush(): Soon<void>;
  /** Lets go of files until it is used again. */
  close(): Soon<void>;
}
