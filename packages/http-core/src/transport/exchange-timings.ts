import type { Clock } from '../time/clock.ts';
import type { Timings } from './transport.ts';

/** A class, because V8 comes to make literals of such a site in the old generation, where they keep what they hold. */
class RunningTimings implements Timings {
  queued: number | undefined = undefined;
  dns: number | undefined = undefined;
  connect: number | undefined = undefined;
  proxy: number | undefined = undefined;
  tls: number | undefined = undefined;
  upload: number | undefined = undefined;
  headers: number | undefined = undefined;
  body: number | undefined = undefined;
  total = 0;
}

/** One part of an exchange. */
export type ExchangePhase = Exclude<keyof Timings, 'total'>;

/** Takes the times of one exchange, phase after phase. */
export class ExchangeTimings {
  #values: RunningTimings | undefined = undefined;
  readonly #clock: Clock;
  readonly #start: number;
  #lapStart: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#start = this.#lapStart = clock.now();
  }

  /** Filled as the exchange goes on; made when the first phase has ended. */
  get values(): RunningTimings {
    return (this.#values ??= new RunningTimings());
  }

  /** The phase has just ended; it began where the last one ended. */
  end(phase: ExchangePhase): void {
    const now = this.#clock.now();
    const { values } = this;
    values[phase] = now - this.#lapStart;
    values.total = now - this.#start;
    this.#lapStart = now;
  }

  /** The phase took no time; the next one begins where it would have. */
  pass(phase: ExchangePhase): void {
    this.values[phase] = 0;
  }

  /** When the last phase ended: now, right after it has. */
  get lapStart(): number {
    return this.#lapStart;
  }

  /** What has passed since the last phase belongs to none. */
  skip(): void {
    this.#lapStart = this.#clock.now();
  }

  /** As they stand now; `running` is the phase that has not come to its end. */
  snapshot(running: ExchangePhase | undefined): Timings {
    const now = this.#clock.now();
    this.values.total = now - this.#start;
    const values = Object.assign(new RunningTimings(), this.values);
    if (running !== undefined) values[running] = now - this.#lapStart;
    return values;
  }
}
