import type { TimeoutPhase } from '../errors/timeout-error.ts';
import type { Clock } from '../time/clock.ts';
import { LazyTimer } from './lazy-timer.ts';

/** Who is told that a limit has passed. */
export interface LimitObserver {
  expired(phase: TimeoutPhase, limit: number): void;
}

/** The one limit that is running in an exchange: the phase it is in, and how long that may still take. */
export class PhaseTimer extends LazyTimer {
  readonly #observer: LimitObserver;
  #limit: number | undefined = undefined;
  /** Named when the limit expires; may move on while the limit keeps running. */
  phase: TimeoutPhase = 'pool';

  constructor(clock: Clock, observer: LimitObserver) {
    super(clock);
    this.#observer = observer;
  }

  /** Ends the limit before and starts this one; `undefined` is none. Takes the time from who has it. */
  start(phase: TimeoutPhase, limit: number | undefined, now?: number): void {
    this.phase = phase;
    this.#limit = limit;
    if (limit === undefined) super.stop();
    else this.set(limit, now);
  }

  /** The full limit again, because there was progress. */
  restart(): void {
    if (this.#limit !== undefined) this.set(this.#limit);
  }

  override stop(): void {
    super.stop();
    this.#limit = undefined;
  }

  protected override passed(): void {
    this.#observer.expired(this.phase, this.#limit as number);
  }
}
