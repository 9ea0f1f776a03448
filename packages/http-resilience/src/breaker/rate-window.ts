import type { IBreaker } from 'cockatiel';

import type { BreakerSettings } from './breaker-options.ts';

type Rate = NonNullable<BreakerSettings['rate']>;

const buckets = 10;
const never = -Infinity;

/** A share of failures over the last milliseconds, in time buckets: what is older than the window is gone, events or none. */
export class RateWindow implements IBreaker {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #width: number;
  readonly #failures: number[] = Array.from({ length: buckets }, () => 0);
  readonly #successes: number[] = Array.from({ length: buckets }, () => 0);
  #current: number = never;

  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
    this.#width = rate.window / buckets;
  }

  success(): void {
    const slot = this.#roll();
    this.#successes[slot] = (this.#successes[slot] as number) + 1;
  }

  /** Whether the circuit should open. */
  failure(): boolean {
    const slot = this.#roll();
    this.#failures[slot] = (this.#failures[slot] as number) + 1;
    const failures = sum(this.#failures);
    const calls = failures + sum(this.#successes);
    return calls >= this.#rate.minimumCalls && failures >= this.#rate.threshold * calls;
  }

  /** Counts by age in buckets, newest first. */
  get state(): unknown {
    this.#roll();
    const byAge = (counts: readonly number[]): number[] =>
      counts.map((_, age) => counts[slotOf(this.#current - age)] as number);
    return { failures: byAge(this.#failures), successes: byAge(this.#successes) };
  }
  set state(saved: unknown) {
    const { failures, successes } = (saved ?? {}) as { failures?: unknown; successes?: unknown };
    this.#roll();
    for (let age = 0; age < buckets; age++) {
      const slot = slotOf(this.#current - age);
      this.#failures[slot] = countAt(failures, age);
      this.#successes[slot] = countAt(successes, age);
    }
  }

  /** Forgets what is older than the window; gives the slot of now. A clock that goes back stays in the current bucket. */
  #roll(): number {
    const next = Math.floor(this.#now() / this.#width);
    if (next > this.#current) {
      const passed = Math.min(next - this.#current, buckets);
      for (let step = 0; step < passed; step++) {
        const slot = slotOf(next - step);
        this.#failures[slot] = 0;
        this.#successes[slot] = 0;
      }
      this.#current = next;
    }
    return slotOf(this.#current);
  }
}

function slotOf(index: number): number {
  return ((index % buckets) + buckets) % buckets;
}

function sum(counts: readonly number[]): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}

function countAt(counts: unknown, age: number): number {
  const count: unknown = Array.isArray(counts) ? counts[age] : 0;
  return typeof count === 'number' && count > 0 ? count : 0;
}
