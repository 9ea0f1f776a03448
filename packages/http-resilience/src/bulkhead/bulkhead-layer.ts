import {
  BulkheadFullError,
  type Call,
  type Clock,
  type Host,
  type HttpResponse,
  type Layer,
  type Send,
  type Timer,
} from '@x/http-core';

import { report } from '../report.ts';
import type { ResilienceCallOptions } from '../resilience-options.ts';
import { abortOf } from '../wait.ts';
import type { Slots } from './bulkhead.ts';

type ResilientCall = Call<ResilienceCallOptions>;

/** Milliseconds that an aborted call may keep its slot: how long a transport has to let go of its socket. */
const letGo = 250;

/** Fills `bulkhead`: a slot per call, from before the first attempt to the end of the body. */
export function bulkheadLayer(slots: Slots, host: Host): Layer<ResilientCall> {
  return (inner) => (call) => {
    if (slots.tryAcquire()) return new Hold(slots, host.clock).run(inner, call);
    return slots.acquire(call, host.clock).then(
      () => {
        const hold = new Hold(slots, host.clock);
        const abort = abortOf(call);
        if (abort === undefined) return hold.run(inner, call);
        hold.end();
        throw abort.reason;
      },
      (error: unknown) => {
        if (error instanceof BulkheadFullError) tell(host, call, error);
        throw error;
      },
    );
  };
}

/** One slot in use. */
class Hold {
  readonly #slots: Slots;
  readonly #clock: Clock;
  #isHeld = true;
  #offAbort: (() => void) | undefined = undefined;
  #timer: Timer | undefined = undefined;

  constructor(slots: Slots, clock: Clock) {
    this.#slots = slots;
    this.#clock = clock;
  }

  end(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#offAbort?.();
    this.#timer?.cancel();
    this.#slots.release();
  }

  run(inner: Send<ResilientCall>, call: ResilientCall): Promise<HttpResponse> {
    // A layer that hangs would keep the slot for ever; whoever behaves gives it back when the socket is closed.
    this.#offAbort = call.onAbort(() => {
      this.#timer = this.#clock.schedule(letGo, () => this.end());
    });
    try {
      return inner(call).then(
        (response) => {
          if (response.peek() === undefined) response.onEnd(() => this.end());
          else this.end();
          return response;
        },
        (error: unknown) => {
          this.end();
          throw error;
        },
      );
    } catch (error) {
      this.end();
      throw error;
    }
  }
}

function tell(host: Host, call: ResilientCall, error: BulkheadFullError): void {
  report(host, 'bulkhead.rejected', call, {
    maxConcurrent: error.maxConcurrent,
    acquireTimeout: error.acquireTimeout,
  });
}
