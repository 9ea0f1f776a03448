import type { TimeoutPhase } from '../errors/timeout-error.ts';
import type { Clock, Timer } from '../time/clock.ts';

/** The one limit that is running in an exchange: the phase it is in, and how long that may still take. */
export class PhaseTimer {
  readonly #clock: Clock;
  readonly #expired: (phase: TimeoutPhase, limit: number) => void;
  readonly #fire: () => void;
  #timer: Timer | undefined;
  #limit: number | undefined;
  /** Named when the limit expires; may move on while the limit keeps running. */
  phase: TimeoutPhase = 'pool';

  constructor(clock: Clock, expired: (phase: TimeoutPhase, limit: number) => void) {
    this.#clock = clock;
    this.#expired = expired;
    this.#fire = () => {
      this.#timer = undefined;
      this.#expired(this.phase, this.#limit as number);
    };
  }

  /** Ends the limit before and starts this one; `undefined` is none. */
  start(phase: TimeoutPhase, limit: number | undefined): void {
    this.phase = phase;
    this.#limit = limit;
    this.restart();
  }

  /** The full limit again, because there was progress. */
  restart(): void {
    this.#timer?.cancel();
    this.#timer = this.#limit === undefined ? undefined : this.#clock.schedule(this.#limit, this.#fire);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#limit = undefined;
  }
}
