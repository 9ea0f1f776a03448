import { type Clock, optionChecks, type Timer } from '@x/http-core';

import { eventLoopTurns } from './event-loop-turn.ts';
import { TimerList, type VirtualTimer } from './timer-list.ts';

const { checkKeys, checkSpan, refusal, refuseConfiguration: refuse } = optionChecks;

/** Options of `virtualClock`. */
export interface VirtualClockOptions {
  /** What `now()` begins at, in milliseconds; 0 unless given. */
  readonly now?: number | undefined;
  /** What `wallNow()` begins at, in milliseconds since the epoch; the beginning of 2030 unless given. */
  readonly wall?: number | undefined;
}

/** Options of `settle`. */
export interface SettleOptions {
  /** Real milliseconds to wait for a promise that no timer of this clock can move on; 1,000 unless given. */
  readonly patience?: number | undefined;
}

/** More timers than that in one go are a loop that re-arms itself. */
const mostTimers = 10_000;

/** A clock that stands still until the test moves it, for `createClient({ clock })`. Throws `ConfigurationError` for wrong options. */
export function virtualClock(options: VirtualClockOptions = {}): VirtualClock {
  return new VirtualClock(options);
}

/** Time that stands still until it is advanced. */
export class VirtualClock implements Clock {
  #now: number;
  #wallOffset: number;
  readonly #list = new TimerList();
  readonly #watchers = new Set<() => void>();

  constructor(options: VirtualClockOptions = {}) {
    const { now = 0, wall = Date.UTC(2030, 0, 1) } = checkKeys(refuse, 'virtualClock', options, [
      'now',
      'wall',
    ]);
    this.#now = finite('now', now);
    this.#wallOffset = finite('wall', wall) - this.#now;
  }

  now(): number {
    return this.#now;
  }

  wallNow(): number {
    return this.#now + this.#wallOffset;
  }

  /** Moves the wall clock alone, as an administrator or a leap would. */
  shiftWall(milliseconds: number): void {
    this.#wallOffset += finite('shiftWall', milliseconds);
  }

  schedule(delay: number, callback: () => void): Timer {
    const timer = this.#list.add(this.#now + (delay > 0 ? delay : 0), callback);
    for (const watcher of this.#watchers) watcher();
    return timer;
  }

  /** How many timers are armed. */
  get pending(): number {
    return this.#list.timers.length;
  }

  /** Milliseconds from now to each armed timer, soonest first. */
  get delays(): number[] {
    return this.#list.timers.map(({ due }) => due - this.#now);
  }

  /** Fires what falls due within so many milliseconds, in order, and lets the code behind each timer run before the next. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + checkSpan(refuse, 'advance', milliseconds);
    await eventLoopTurns();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) await this.#fire(next);
    this.#now = Math.max(this.#now, end);
  }

  /** Goes to the soonest timer and fires it; false when none is armed. */
  async runNext(): Promise<boolean> {
    await eventLoopTurns();
    const next = this.#next(Infinity);
    if (next === undefined) return false;
    await this.#fire(next);
    return true;
  }

  /** Goes from timer to timer until none is left. Throws after 10,000 of them: something re-arms itself for ever. */
  async runAll(): Promise<void> {
    for (let fired = 0; await this.runNext(); fired++) {
      if (fired >= mostTimers) throw new Error(endless('runAll()'));
    }
  }

  /**
   * What `promise` comes to; goes from timer to timer until it is settled. Rejects with an `Error` when it waits for something that is
   * not on this clock. What waits for real sockets or files is better awaited itself.
   */
  async settle<T>(promise: PromiseLike<T>, options: SettleOptions = {}): Promise<T> {
    const { patience = 1_000 } = checkKeys(refuse, 'settle', options, ['patience']);
    const limit = checkSpan(refuse, 'settle.patience', patience);
    let isSettled = false;
    const mark = (): void => void (isSettled = true);
    promise.then(mark, mark);
    let idleSince: number | undefined;
    for (let fired = 0; ;) {
      await eventLoopTurns();
      if (isSettled) return promise;
      const next = this.#next(Infinity);
      if (next !== undefined) {
        if (++fired > mostTimers) throw new Error(endless('settle()'));
        idleSince = undefined;
        await this.#fire(next);
      } else {
        idleSince ??= performance.now();
        if (performance.now() - idleSince > limit) throw new Error(stuck);
      }
    }
  }

  /** Resolves once a timer is armed, for exactly `delay` milliseconds from now where given; for code that arms it after real I/O. */
  async waitForTimer(delay?: number): Promise<void> {
    const isArmed = (): boolean =>
      delay === undefined ? this.pending > 0 : this.delays.some((armed) => Math.abs(armed - delay) < 1e-6);
    if (isArmed()) return;
    await new Promise<void>((resolve) => {
      const watcher = (): void => {
        if (!isArmed()) return;
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
    });
  }

  #next(end: number): VirtualTimer | undefined {
    const next = this.#list.timers[0];
    return next !== undefined && next.due <= end && next.due !== Infinity ? next : undefined;
  }

  async #fire(timer: VirtualTimer): Promise<void> {
    this.#list.remove(timer);
    this.#now = Math.max(this.#now, timer.due);
    timer.callback();
    await eventLoopTurns();
  }
}

const stuck =
  'The promise is not settled and no timer is armed on this clock: it waits for something else, such as real I/O or a client with another clock';

function endless(what: string): string {
  return `${what} has fired 10,000 timers and there are more: something re-arms itself for ever`;
}

function finite(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw refusal(refuse, name, value, 'a finite number of milliseconds');
}
