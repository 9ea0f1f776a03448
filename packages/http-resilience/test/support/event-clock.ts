import type { Clock, Timer } from '@x/http-core';

interface Entry extends Timer {
  readonly due: number;
  readonly order: number;
  callback: (() => void) | undefined;
}

/** Virtual time for simulations: a heap of timers, fired in order, each followed by everything that waits on promises. */
export class EventClock implements Clock {
  #now = 0;
  #order = 0;
  readonly #heap: Entry[] = [];

  now(): number {
    return this.#now;
  }

  wallNow(): number {
    return Date.UTC(2030, 0, 1) + this.#now;
  }

  schedule(delay: number, callback: () => void): Timer {
    const entry: Entry = {
      due: this.#now + Math.max(0, delay),
      order: this.#order++,
      callback,
      cancel: () => void (entry.callback = undefined),
    };
    this.#push(entry);
    return entry;
  }

  /** Timers that are armed. */
  get pending(): number {
    return this.#heap.filter(({ callback }) => callback !== undefined).length;
  }

  /** Fires what falls due up to `end`, then stands there. */
  async run(end: number): Promise<void> {
    await turn();
    for (let entry = this.#heap[0]; entry !== undefined && entry.due <= end; entry = this.#heap[0]) {
      const { due } = entry;
      this.#now = Math.max(this.#now, due);
      let hasFired = false;
      while (this.#heap[0]?.due === due) {
        const { callback } = this.#pop();
        hasFired ||= callback !== undefined;
        callback?.();
      }
      if (hasFired) await turn();
    }
    this.#now = Math.max(this.#now, end);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isSooner(entry, heap[parent] as Entry)) break;
      heap[index] = heap[parent] as Entry;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): Entry {
    const heap = this.#heap;
    const top = heap[0] as Entry;
    const last = heap.pop() as Entry;
    if (heap.length === 0) return top;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isSooner(heap[child + 1] as Entry, heap[child] as Entry)) child++;
      if (!isSooner(heap[child] as Entry, last)) break;
      heap[index] = heap[child] as Entry;
      index = child;
    }
    heap[index] = last;
    return top;
  }
}

function isSooner(one: Entry, other: Entry): boolean {
  return one.due < other.due || (one.due === other.due && one.order < other.order);
}

/** One turn of the event loop drains every chain of promises. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A small seeded generator, in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
