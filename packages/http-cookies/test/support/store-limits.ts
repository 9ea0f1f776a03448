import type { Store } from 'tough-cookie';

/** What a test framework gives; vitest's `describe` and `it` fit, and so do those of `node:test`. */
export interface StoreRunner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => Promise<void>): unknown;
}

/** A place for cookies, made anew for each test. */
export interface StorePlace extends AsyncDisposable {
  readonly store: Store;
  /** Another store on the same place, as the next process would make it; the first is not used any more. */
  reopen?(): Promise<Store>;
  /** Another store on the same place, used beside the first. */
  share?(): Promise<Store>;
}

/** What a store need not do. */
export interface StoreLimits {
  /** Ends with the process: `reopen` is not asked for. */
  readonly isVolatile?: boolean;
  /** For one process and one store at a time: `share` is not asked for. */
  readonly isExclusive?: boolean;
  /** Answers promises only, no callbacks. */
  readonly hasNoCallbacks?: boolean;
  /** How many cookies it must hold at once; 3,000 unless given. */
  readonly cookies?: number;
}
