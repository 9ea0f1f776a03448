import type { Clock, Timer } from './clock.ts';
import { nextTurn } from './next-turn.ts';

/** A deadline in the queue of its duration. */
class Entry implements Timer {
  readonly due: number;
  callback: (() => void) | undefined;
  previous: Entry | undefined;
  next: Entry | undefined = undefined;
  /** Where it stands; a due one stands nowhere any more, but may still be cancelled. */
  queue: TimerQueue | undefined;

  constructor(due: number, callback: () => void, previous: Entry | undefined, queue: TimerQueue) {
    this.due = due;
    this.callback = callback;
    this.previous = previous;
    this.queue = queue;
  }

  cancel(): void {
    this.callback = undefined;
    this.queue?.unlink(this);
  }
}

/** A queue that has run empty lets its timer go within this many milliseconds. */
const longestArm = 200;
/** How many durations share a timer each; a stranger duration after that gets a timer of its own. */
const sharedDurations = 64;

/**
 * All deadlines of one duration in order of expiry behind a single timer that is re-armed only when it fires: arming and
 * cancelling are a link and an unlink, where `setTimeout` and `clearTimeout` per call cost several times as much.
 */
class TimerQueue {
  readonly #delay: number;
  #head: Entry | undefined;
  #tail: Entry | undefined;
  #isArmed = false;
  constructor(delay: number) {
    this.#delay = delay;
  }

  add(callback: () => void): Timer {
    const entry = new Entry(performance.now() + this.#delay, callback, this.#tail, this);
    if (this.#tail === undefined) this.#head = entry;
    else this.#tail.next = entry;
    this.#tail = entry;
    if (!this.#isArmed) this.#arm(this.#delay);
    return entry;
  }

  unlink(entry: Entry): void {
    entry.queue = undefined;
    if (entry.previous === undefined) this.#head = entry.next;
    else entry.previous.next = entry.next;
    if (entry.next === undefined) this.#tail = entry.previous;
    else entry.next.previous = entry.previous;
    entry.previous = entry.next = undefined;
  }

  #arm(delay: number): void {
    this.#isArmed = true;
    setTimeout(() => this.#fire(), Math.max(1, Math.ceil(Math.min(delay, longestArm)))).unref?.();
  }

  #fire(): void {
    this.#isArmed = false;
    const now = performance.now();
    while (this.#head !== undefined && this.#head.due <= now) {
      const entry = this.#head;
      this.unlink(entry);
      afterReadyIo(entry);
    }
    if (this.#head !== undefined) this.#arm(this.#head.due - now);
  }
}

/** After a blocked event loop the timers run before the I/O that was ready long ago: let that I/O be seen first. */
function afterReadyIo(entry: { callback: (() => void) | undefined }): void {
  nextTurn(() => {
    const { callback } = entry;
    entry.callback = undefined;
    callback?.();
  });
}

function scheduleAlone(delay: number, callback: () => void, keepAlive: boolean): Timer {
  const entry: { callback: (() => void) | undefined } = { callback };
  const timeout = setTimeout(() => afterReadyIo(entry), Math.max(1, Math.ceil(delay)));
  if (!keepAlive) timeout.unref?.();
  return {
    cancel() {
      entry.callback = undefined;
      clearTimeout(timeout);
    },
  };
}

const longestTimeout = 2 ** 31 - 1;

/** The process's own clock: monotonic `performance.now()`, timers that never keep the process alive. */
export class SystemClock implements Clock {
  readonly #queues = new Map<number, TimerQueue>();

  now(): number {
    return performance.now();
  }

  wallNow(): number {
    return Date.now();
  }

  schedule(delay: number, callback: () => void, keepAlive = false): Timer {
    // Node fires a longer timer at once; a deadline of 24 days and more is none.
    const bounded = Math.min(delay, longestTimeout);
    if (keepAlive) return scheduleAlone(bounded, callback, true);
    let queue = this.#queues.get(bounded);
    if (queue === undefined) {
      if (this.#queues.size >= sharedDurations) return scheduleAlone(bounded, callback, false);
      queue = new TimerQueue(bounded);
      this.#queues.set(bounded, queue);
    }
    return queue.add(callback);
  }
}
