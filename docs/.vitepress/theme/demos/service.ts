import type { Clock } from '@x/http-core';

/** How the simulated service is doing. */
export type Health = 'healthy' | 'slow' | 'failing' | 'down';

export interface ServiceSettings {
  /** Requests that it works on at once. */
  readonly workers: number;
  /** Requests that wait for a worker; one more is answered 503 at once. */
  readonly queue: number;
  /** Milliseconds of work per request when healthy. */
  readonly workTime: number;
  /** Milliseconds of work per request when slow. */
  readonly slowTime: number;
}

interface Waiting {
  begin(): void;
}

/**
 * A service with so many workers and a queue, in virtual time. It works on what came even when the caller has given up:
 * that is what makes retries dangerous.
 */
export class Service {
  health: Health = 'healthy';
  /** Requests that have reached it. */
  received = 0;
  readonly #settings: ServiceSettings;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #waiting: Waiting[] = [];
  #busy = 0;

  constructor(settings: ServiceSettings, clock: Clock, random: () => number) {
    this.#settings = settings;
    this.#clock = clock;
    this.#random = random;
  }

  /** Requests being worked on or waiting. */
  get load(): number {
    return this.#busy + this.#waiting.length;
  }

  /** Takes one request; resolves with the status of its answer. */
  handle(): Promise<number> {
    this.received++;
    const { workers, queue } = this.#settings;
    if (this.#busy >= workers && this.#waiting.length >= queue) return Promise.resolve(503);
    return new Promise((resolve) => {
      const begin = () => {
        this.#busy++;
        this.#clock.schedule(this.#workTime(), () => {
          this.#busy--;
          this.#waiting.shift()?.begin();
          resolve(this.health === 'failing' ? 503 : 200);
        });
      };
      if (this.#busy < workers) begin();
      else this.#waiting.push({ begin });
    });
  }

  #workTime(): number {
    const { workTime, slowTime } = this.#settings;
    const mean = this.health === 'slow' ? slowTime : workTime;
    return mean * (0.7 + 0.6 * this.#random());
  }
}
