/** What happened in one second of virtual time. */
export interface Second {
  /** Calls that succeeded. */
  readonly succeeded: number;
  /** Requests that reached the service. */
  readonly sent: number;
  /** Milliseconds that 95 of 100 callers waited at most. */
  readonly wait: number;
  /** Calls in flight when it ended. */
  readonly inFlight: number;
}

/** The whole run so far. */
export interface Totals {
  readonly calls: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly sent: number;
}

/** Seconds that a chart shows. */
export const shownSeconds = 60;

/** Counts outcomes by the second; keeps the last minute. */
export class Metrics {
  readonly seconds: Second[] = [];
  #calls = 0;
  #succeeded = 0;
  #failed = 0;
  #sent = 0;
  #succeededBefore = 0;
  #waits: number[] = [];

  get totals(): Totals {
    return { calls: this.#calls, succeeded: this.#succeeded, failed: this.#failed, sent: this.#sent };
  }

  get inFlight(): number {
    return this.#calls - this.#succeeded - this.#failed;
  }

  started(): void {
    this.#calls++;
  }

  /** A call has settled after so many milliseconds. */
  settled(isSuccess: boolean, wait: number): void {
    if (isSuccess) this.#succeeded++;
    else this.#failed++;
    this.#waits.push(wait);
  }

  /** A second is over; `sent` is how many requests have reached the service so far. */
  closeSecond(sent: number): void {
    // While nobody hears anything the last wait stands.
    const wait = this.#waits.length === 0 ? (this.seconds.at(-1)?.wait ?? 0) : percentile(this.#waits, 0.95);
    const succeeded = this.#succeeded - this.#succeededBefore;
    this.seconds.push({ succeeded, sent: sent - this.#sent, wait, inFlight: this.inFlight });
    if (this.seconds.length > shownSeconds) this.seconds.shift();
    this.#succeededBefore = this.#succeeded;
    this.#sent = sent;
    this.#waits = [];
  }
}

/** The value that so large a part of the values does not exceed; 0 of none. */
function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? 0;
}
