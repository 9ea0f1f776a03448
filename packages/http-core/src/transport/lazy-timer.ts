import type { Clock, Timer } from '../time/clock.ts';

/**
 * A limit that is started over and over and seldom passes: while a timer is under way that fires no later it is left alone,
 * and looks again when it fires.
 */
export abstract class LazyTimer {
  readonly #clock: Clock;
  #timer: Timer | undefined = undefined;
  /** When the timer fires. */
  #armed = 0;
  /** When the limit has passed. */
  #due = Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The limit has passed. */
  protected abstract passed(): void;

  /** Milliseconds from now, in place of what was set before. */
  protected set(limit: number, now: number = this.#clock.now()): void {
    const due = now + limit;
    this.#due = due;
    if (due === Infinity || (this.#timer !== undefined && this.#armed <= due)) return;
    this.#timer?.cancel();
    this.#arm(limit, due);
  }

  /** No limit for now; the timer may stay, for the next one. */
  pause(): void {
    this.#due = Infinity;
  }

  /** No limit and no timer. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#due = Infinity;
  }

  #arm(delay: number, due: number): void {
    this.#armed = due;
    this.#timer = this.#clock.schedule(delay, () => this.#fire());
  }

  #fire(): void {
    this.#timer = undefined;
    if (this.#due === Infinity) return;
    const now = this.#clock.now();
    const left = this.#due - now;
    if (left <= 0) {
      this.passed();
      return;
    }
    const step = stepOf(left);
    this.#arm(step, now + step);
  }
}

// A clock keeps a queue per duration: what is left is waited for in steps that are few.
const steps = [10_000, 1_000, 200, 50, 10, 5];

function stepOf(left: number): number {
  for (const step of steps) if (step <= left) return step;
  return Math.max(1, Math.ceil(left));
}
