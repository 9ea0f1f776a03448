import type { Clock } from '../time/clock.ts';
import { LazyTimer } from './lazy-timer.ts';

/** Closes a connection that has idled for too long. */
export class IdleTimer extends LazyTimer {
  readonly #connection: { destroy(): void };

  constructor(clock: Clock, connection: { destroy(): void }) {
    super(clock);
    this.#connection = connection;
  }

  /** It is idle from now on, for so many milliseconds at most. */
  start(limit: number): void {
    this.set(limit);
  }

  protected override passed(): void {
    this.#connection.destroy();
  }
}
