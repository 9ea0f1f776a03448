import type { Evidence, WireRequest } from '@x/http-core';

type Cancel = (reason: unknown) => Evidence | void;

/** One registration with a request's abort, handed on to whoever has the exchange at the moment. */
export class AbortRelay {
  #cancel: Cancel | undefined;
  #aborted: { readonly reason: unknown } | undefined;

  constructor(wire: WireRequest) {
    wire.onAbort((reason) => {
      this.#aborted = { reason };
      return this.#cancel?.(reason);
    });
  }

  /** Tells `cancel` from now on, at once when it is too late already. */
  readonly handTo = (cancel: Cancel): void => {
    this.#cancel = cancel;
    if (this.#aborted !== undefined) cancel(this.#aborted.reason);
  };

  /** What `promise` comes to, unless the exchange is aborted before. */
  race<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.handTo(reject);
      promise.then(resolve, reject);
    });
  }
}
