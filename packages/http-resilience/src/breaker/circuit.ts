import { CircuitState as CountedState, type IBreaker } from 'cockatiel';

/** Closed lets everything through, open nothing, half-open one probe at a time; isolated is open until it is reset by hand. */
export type CircuitState = 'closed' | 'open' | 'half-open' | 'isolated';

/** What an outcome says of the peer's health; `neither` for a caller's abort and for refusals of our own. */
export type Health = 'success' | 'failure' | 'neither';

/** What `enter` gives when nothing may pass. */
export const refused = -1;

/** The state machine of one key. its counter says when failures are too many; time comes with each step, monotonic. */
export class Circuit {
  state: CircuitState = 'closed';
  counter: IBreaker;
  readonly #makeCounter: () => IBreaker;
  readonly #openFor: number;
  readonly #successThreshold: number;
  #reopensAt = 0;
  #isProbing = false;
  #successes = 0;
  /** Counts the changes of state: what began before the last of them says nothing about the state since. */
  #epoch = 0;

  constructor(makeCounter: () => IBreaker, openFor: number, successThreshold: number) {
    this.#makeCounter = makeCounter;
    this.counter = makeCounter();
    this.#openFor = openFor;
    this.#successThreshold = successThreshold;
  }

  /** Lets a call in and gives the epoch to leave with, or `refused`. Every call that was let in must leave, once. */
  enter(now: number): number {
    if (this.state === 'closed') return this.#epoch;
    if (this.state === 'open' && now >= this.#reopensAt) {
      this.#change('half-open');
      this.#successes = 0;
    }
    if (this.state !== 'half-open' || this.#isProbing) return refused;
    this.#isProbing = true;
    return this.#epoch;
  }

  /** Takes the outcome of a call that was let in. */
  leave(epoch: number, health: Health, now: number): void {
    if (epoch !== this.#epoch) return;
    if (this.state === 'closed') this.#count(health, now);
    else this.#judge(health, now);
  }

  /** Milliseconds until a probe may go out; `undefined` when that is not a matter of time. */
  retryAfter(now: number): number | undefined {
    return this.state === 'open' ? Math.max(0, this.#reopensAt - now) : undefined;
  }

  isolate(): void {
    this.#change('isolated');
  }

  reset(): void {
    this.#change('closed');
    this.counter = this.#makeCounter();
  }

  /** Opens for what is left of an earlier opening. */
  reopen(now: number, left: number): void {
    this.#open(now, Math.min(left, this.#openFor));
  }

  #count(health: Health, now: number): void {
    if (health === 'success') this.counter.success(CountedState.Closed);
    if (health !== 'failure') return;
    if (this.counter.failure(CountedState.Closed)) this.#open(now, this.#openFor);
  }

  #judge(health: Health, now: number): void {
    this.#isProbing = false;
    if (health === 'failure') this.#open(now, this.#openFor);
    else if (health === 'success' && ++this.#successes >= this.#successThreshold) this.reset();
  }

  #open(now: number, time: number): void {
    this.#reopensAt = now + time;
    this.#change('open');
  }

  #change(state: CircuitState): void {
    this.state = state;
    this.#epoch++;
    this.#isProbing = false;
  }
}
