import type { Timer } from '@x/http-core';

/** An armed timer of a virtual clock. */
export interface VirtualTimer extends Timer {
  /** When it fires, in milliseconds of its clock. */
  readonly due: number;
  /** Counted over all timers of the clock. */
  readonly order: number;
  readonly callback: () => void;
}

/** Timers, soonest first; of those due at the same moment the first armed is the first. */
export class TimerList {
  readonly #timers: VirtualTimer[] = [];
  #order = 0;

  get timers(): readonly VirtualTimer[] {
    return this.#timers;
  }

  add(due: number, callback: () => void): VirtualTimer {
    const order = this.#order++;
    const timer: VirtualTimer = { due, order, callback, cancel: () => this.remove(timer) };
    this.#timers.splice(this.#indexOf(timer), 0, timer);
    return timer;
  }

  /** Nothing when it has fired or was removed before. */
  remove(timer: VirtualTimer): void {
    const index = this.#indexOf(timer);
    if (this.#timers[index] === timer) this.#timers.splice(index, 1);
  }

  /** Where it stands or would have to. */
  #indexOf({ due, order }: VirtualTimer): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#timers[middle] as VirtualTimer;
      if (other.due < due || (other.due === due && other.order < order)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
