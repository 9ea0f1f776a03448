import type { Store } from 'tough-cookie';

/** One of the stores of this package: tough-cookie's `Store`, with an end. */
export interface CookieStore extends Store {
  /** Resolves when every change so far would outlive the process. */
  flush(): void | Promise<void>;
  /** Flushes and lets go of files; using it again opens them again. A client closes its store when it is closed. */
  close(): void | Promise<void>;
}
