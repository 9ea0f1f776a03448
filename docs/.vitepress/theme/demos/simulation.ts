import { virtualClock } from '@x/http-testing/mock';

import type { Demo } from './demo.ts';
import { Lane } from './lane.ts';
import { seededRandom } from './random.ts';
import type { Health } from './service.ts';

/** A demo at work: virtual time, two lanes, one stream of calls. The same seed and the same steps give the same run. */
export class Simulation {
  /** Calls a second. */
  load: number;
  readonly plain: Lane;
  readonly ours: Lane;
  readonly #clock = virtualClock();
  readonly #random: () => number;
  #secondsClosed = 0;
  /** When the next call comes, in virtual milliseconds. */
  #nextCall = 0;

  constructor(demo: Demo, seed = 1) {
    this.load = demo.load;
    this.#random = seededRandom(seed);
    this.plain = new Lane(demo, demo.plain, this.#clock, seed + 10);
    this.ours = new Lane(demo, demo.ours, this.#clock, seed + 10);
  }

  /** Virtual milliseconds since the start. */
  get time(): number {
    return this.#clock.now();
  }

  get health(): Health {
    return this.ours.service.health;
  }

  set health(health: Health) {
    for (const lane of [this.plain, this.ours]) lane.service.health = health;
  }

  /** Moves on by so many virtual milliseconds. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    while (this.time < end) {
      const secondEnd = (this.#secondsClosed + 1) * 1_000;
      const next = Math.min(end, secondEnd, Math.max(this.#nextCall, this.time));
      if (next > this.time) await this.#clock.advance(next - this.time);
      if (this.time >= this.#nextCall) this.#call();
      if (this.time >= secondEnd) this.#closeSecond();
    }
  }

  #call(): void {
    this.plain.call();
    this.ours.call();
    // A Poisson stream, as many independent callers make it.
    this.#nextCall = this.time + (-Math.log(1 - this.#random()) * 1_000) / this.load;
  }

  #closeSecond(): void {
    this.#secondsClosed++;
    for (const lane of [this.plain, this.ours]) lane.metrics.closeSecond(lane.service.received);
  }
}
