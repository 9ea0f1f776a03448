import { optionChecks } from '@x/http-core';

/** The options of `retryBudget`. */
export interface RetryBudgetOptions {
  /** Milliseconds for which a call counts; 10,000 unless given. */
  readonly ttl?: number | undefined;
  /** Retries per second that are allowed whatever the traffic; 10 unless given. */
  readonly minRetriesPerSecond?: number | undefined;
  /** Retries per call on top of that, from 0 to 1,000; 0.2 unless given. */
  readonly percentCanRetry?: number | undefined;
}

/** What the budget options come to. */
export type BudgetSettings = { readonly [K in keyof RetryBudgetOptions]-?: number };

/** A limit on retries as a share of calls. `now` is monotonic milliseconds; each operation takes constant time. */
export interface RetryBudget {
  readonly ttl: number;
  readonly minRetriesPerSecond: number;
  readonly percentCanRetry: number;
  /** Notes one logical call. */
  deposit(now: number): void;
  /** Takes one retry, or changes nothing and returns false. */
  tryWithdraw(now: number): boolean;
  /** How many retries would be granted now. */
  balance(now: number): number;
}

/** A retry budget for several clients to share; a client without one makes its own. `ConfigurationError` for a wrong option. */
export function retryBudget(options: RetryBudgetOptions = {}): RetryBudget {
  return new WindowedBudget(readBudget(options));
}

const { checkKeys, checkNumber, refuseConfiguration: refuse } = optionChecks;
const names = ['ttl', 'minRetriesPerSecond', 'percentCanRetry'];

/** Checks the options of a budget; `ConfigurationError` names the first that is wrong. */
export function readBudget(options: unknown): BudgetSettings {
  const given = checkKeys(refuse, 'budget', options, names);
  const read = (name: string, fallback: number, least: number, most: number): number =>
    given[name] === undefined ? fallback : checkNumber(refuse, `budget.${name}`, given[name], least, most);
  return {
    ttl: read('ttl', 10_000, 1, 3_600_000),
    minRetriesPerSecond: read('minRetriesPerSecond', 10, 0, 1_000_000),
    percentCanRetry: read('percentCanRetry', 0.2, 0, 1_000),
  };
}

/** One retry in whole units, so that sums stay exact. */
const unit = 1_000_000;
const buckets = 10;
/** One more than there are in a `ttl`: a retry must not be forgotten before its `ttl` is over. */
const slots = buckets + 1;

/**
 * The arithmetic of Finagle's RetryBudget: calls deposit, retries withdraw, both are forgotten after `ttl`, and a reserve is
 * always there. In millionths of a retry, because Finagle's whole-number withdrawals let more through than the share.
 */
export class WindowedBudget implements RetryBudget {
  readonly ttl: number;
  readonly minRetriesPerSecond: number;
  readonly percentCanRetry: number;
  readonly #amount: number;
  readonly #reserve: number;
  readonly #width: number;
  readonly #sums: Float64Array = new Float64Array(slots);
  #total = 0;
  #start: number | undefined;
  #current = 0;
  #end = -Infinity;

  constructor({ ttl, minRetriesPerSecond, percentCanRetry }: BudgetSettings) {
    this.ttl = ttl;
    this.minRetriesPerSecond = minRetriesPerSecond;
    this.percentCanRetry = percentCanRetry;
    this.#amount = Math.round(percentCanRetry * unit);
    this.#reserve = Math.round(((minRetriesPerSecond * ttl) / 1000) * unit);
    this.#width = ttl / buckets;
  }

  deposit(now: number): void {
    if (now >= this.#end) this.#roll(now);
    this.#add(this.#amount);
  }

  tryWithdraw(now: number): boolean {
    if (now >= this.#end) this.#roll(now);
    if (this.#total + this.#reserve < unit) return false;
    this.#add(-unit);
    return true;
  }

  balance(now: number): number {
    if (now >= this.#end) this.#roll(now);
    return Math.max(0, Math.floor((this.#total + this.#reserve) / unit));
  }

  #add(amount: number): void {
    const slot = this.#current % slots;
    this.#sums[slot] = (this.#sums[slot] as number) + amount;
    this.#total += amount;
  }

  /** Forgets what is older than the window. A clock that goes back leaves everything in the current bucket. */
  #roll(now: number): void {
    this.#start ??= now;
    const next = Math.floor((now - this.#start) / this.#width);
    const passed = Math.min(next - this.#current, slots);
    for (let step = 0; step < passed; step++) {
      const slot = (next - step) % slots;
      this.#total -= this.#sums[slot] as number;
      this.#sums[slot] = 0;
    }
    this.#current = next;
    this.#end = this.#start + (next + 1) * this.#width;
  }
}
