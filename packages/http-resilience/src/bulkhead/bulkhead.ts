import { BulkheadFullError, type Call, type Clock, type Timer } from '@x/http-core';

import { type BulkheadOptions, type BulkheadSettings, readBulkhead } from './bulkhead-options.ts';

/** A bulkhead in the hands of the application, for one client or for several that share its slots. */
export interface Bulkhead {
  readonly maxConcurrent: number;
  /** Slots that are held. */
  readonly active: number;
  /** Calls that wait for one. */
  readonly queued: number;
}

/** A bulkhead to share or to watch; `bulkhead: {...}` makes one per client. `ConfigurationError` for a wrong option. */
export function bulkhead(options: BulkheadOptions): Bulkhead {
  return new Slots(readBulkhead(options));
}

/** A counting semaphore, first come first served; a slot that comes free goes to the one who has waited longest. */
export class Slots implements Bulkhead {
  readonly settings: BulkheadSettings;
  #active = 0;
  readonly #queue = new Set<Waiter>();
  /** Gives one slot back. Every slot that was taken must come back, once. */
  readonly release: () => void = () => {
    for (const waiter of this.#queue) {
      this.#queue.delete(waiter);
      waiter.admit();
      return;
    }
    this.#active--;
  };

  constructor(settings: BulkheadSettings) {
    this.settings = settings;
  }

  get maxConcurrent(): number {
    return this.settings.maxConcurrent;
  }
  get active(): number {
    return this.#active;
  }
  get queued(): number {
    return this.#queue.size;
  }

  /** Takes a slot if one is free. */
  tryAcquire(): boolean {
    if (this.#active >= this.settings.maxConcurrent) return false;
    this.#active++;
    return true;
  }

  /** Waits for a slot; rejects with a `BulkheadFullError`, or with the reason itself when the call is aborted. */
  acquire(call: Pick<Call, 'onAbort' | 'request'>, clock: Clock): Promise<void> {
    const { maxConcurrent, maxQueue, acquireTimeout } = this.settings;
    const details = { maxConcurrent, request: call.request, sent: 'none' as const };
    if (acquireTimeout === 0) return Promise.reject(new BulkheadFullError({ ...details, acquireTimeout }));
    if (this.#queue.size >= maxQueue) {
      const error = new BulkheadFullError(details);
      return Promise.reject(error.annotate(`${maxQueue} more are waiting, maxQueue: ${maxQueue}`));
    }
    return new Promise((resolve, reject) => {
      const waiter = new Waiter(resolve);
      const refuse = (reason: unknown): void => {
        this.#queue.delete(waiter);
        waiter.leave();
        reject(reason);
      };
      this.#queue.add(waiter);
      if (acquireTimeout !== Infinity) {
        waiter.timer = clock.schedule(acquireTimeout, () =>
          refuse(new BulkheadFullError({ ...details, acquireTimeout })),
        );
      }
      waiter.offAbort = call.onAbort(refuse);
    });
  }
}

/** A call in the queue. What could still refuse it is gone the moment it is admitted. */
class Waiter {
  timer: Timer | undefined;
  offAbort: (() => void) | undefined;
  readonly #resolve: () => void;

  constructor(resolve: () => void) {
    this.#resolve = resolve;
  }

  admit(): void {
    this.leave();
    this.#resolve();
  }

  leave(): void {
    this.timer?.cancel();
    this.offAbort?.();
  }
}
