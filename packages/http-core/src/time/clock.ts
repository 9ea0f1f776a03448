/** A timer that can be taken back. */
export interface Timer {
  cancel(): void;
}

/** The only source of time: monotonic for durations, wall time for dates in headers. Replace it in tests. */
export interface Clock {
  /** Monotonic milliseconds, as `performance.now()`. */
  now(): number;
  /** Milliseconds since the epoch, as `Date.now()`; only for HTTP dates. */
  wallNow(): number;
  /**
   * Calls back once, no sooner than `delay` milliseconds from now and after I/O that was ready by then. Keeps the process alive
   * only with `keepAlive`: for a wait that a call goes on after, when nothing else of it is under way.
   */
  schedule(delay: number, callback: () => void, keepAlive?: boolean): Timer;
}
