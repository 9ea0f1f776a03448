import type { Timer } from '@x/http-core';

/** An armed timer of a virtual clock. */
export interface VirtualTimer extends Timer {
  /** When it fires, in milliseconds of its clock. */
  readonly due: number;
  readonly callback: () => void;
}

/** Timers, soonest first; of those due at the same moment the first armed is the first. */
export class TimerList {
  readonly #timers: VirtualTimer[] = [];

  get timers(): readonly VirtualTimer[] {
    return this.#timers;
  }

  add(due: number, callback: () => void): VirtualTimer {
    const timer: VirtualTimer = { due, callback, cancel: () => this.remove(timer) };
    this.#timers.splice(this.#firstAfter(due), 0, timer);
    return timer;
  }

  /** Nothing when it has fired or was removed before. */
  remove(timer: VirtualTimer): void {
    const index = this.#timers.lastIndexOf(timer, this.#firstAfter(timer.due) - 1);
    if (index !== -1) this.#timers.splice(index, 1);
  }

  #firstAfter(due: number): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#timers[middle] as VirtualTimer).due <= due) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
