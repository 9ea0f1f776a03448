import type { Clock, Timer } from '../../src/time/clock.ts';

interface Entry extends Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** Lets everything run that waits for a promise or for the next turn of the event loop, but no socket. */
export async function settle(turns = 4): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Time that stands still until it is advanced. */
export class VirtualClock implements Clock {
  #now: number;
  #wallOffset: number;
  readonly #entries = new Set<Entry>();
  readonly #watchers = new Set<() => void>();

  constructor({
    now = 0,
    wall = Date.UTC(2030, 0, 1),
  }: { readonly now?: number; readonly wall?: number } = {}) {
    this.#now = now;
    this.#wallOffset = wall - now;
  }

  now(): number {
    return this.#now;
  }

  wallNow(): number {
    return this.#now + this.#wallOffset;
  }

  /** Moves the wall clock alone, as an administrator or a leap would. */
  shiftWall(milliseconds: number): void {
    this.#wallOffset += milliseconds;
  }

  schedule(delay: number, callback: () => void): Timer {
    const entry: Entry = {
      due: this.#now + Math.max(0, delay),
      callback,
      cancel: () => void this.#entries.delete(entry),
    };
    this.#entries.add(entry);
    for (const watcher of this.#watchers) watcher();
    return entry;
  }

  /** Timers that are armed. */
  get pending(): number {
    return this.#entries.size;
  }

  /** Milliseconds from now to each armed timer, soonest first. */
  get delays(): number[] {
    return [...this.#entries].map((entry) => entry.due - this.#now).sort((a, b) => a - b);
  }

  /** Resolves once a timer is armed for exactly so many milliseconds from now; for code that arms it after real I/O. */
  async waitForTimer(delay: number): Promise<void> {
    const isArmed = () => this.delays.some((armed) => Math.abs(armed - delay) < 1e-6);
    if (isArmed()) return;
    await new Promise<void>((resolve) => {
      const watcher = () => {
        if (!isArmed()) return;
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
    });
  }

  /** Fires what falls due within so many milliseconds, in order, and lets the code behind each timer run before the next. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settle();
    for (let entry = this.#next(end); entry !== undefined; entry = this.#next(end)) {
      this.#entries.delete(entry);
      this.#now = entry.due;
      entry.callback();
      await settle();
    }
    this.#now = end;
  }

  #next(end: number): Entry | undefined {
    let next: Entry | undefined;
    for (const entry of this.#entries) {
      if (entry.due <= end && (next === undefined || entry.due < next.due)) next = entry;
    }
    return next;
  }
}
