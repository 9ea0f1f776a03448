import type { CookieClass } from './stored-cookie.ts';
import type { TestedStore } from './tested-store.ts';

/** A place for cookies, made anew for each test. */
export interface StorePlace extends AsyncDisposable {
  readonly store: TestedStore;
  /** Another store on the same place, as the next process would make it; the first is not used any more. */
  reopen?(): Promise<TestedStore>;
  /** Another store on the same place, used beside the first. */
  share?(): Promise<TestedStore>;
}

/** What a store keeps, and what it need not do. */
export interface StoreLimits {
  /** The class of what it keeps; `Cookie` of tough-cookie or of `@x/http-cookies`. */
  readonly Cookie: CookieClass;
  /** Ends with the process: `reopen` is not asked for. */
  readonly isVolatile?: boolean;
  /** For one process and one store at a time: `share` is not asked for. */
  readonly isExclusive?: boolean;
  /** Answers promises only, no callbacks. */
  readonly hasNoCallbacks?: boolean;
  /** How many cookies it must hold at once; 3,000 unless given. */
  readonly cookies?: number;
}
