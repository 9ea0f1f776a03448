import type { Clock, Hop } from '@x/http-core';

/** Milliseconds that a request waits for its jar. */
export const patience = 1_000;

/**
 * The value of `work`. Rejects when it takes longer than `patience`; when the call ends before, resolves to `undefined` at
 * once, and the exchange says why. Leaves neither a timer nor a listener.
 */
export function waitFor<T>(work: Promise<T>, clock: Clock, hop?: Hop): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = clock.schedule(patience, () => {
      off?.();
      reject(new Error(`The cookie jar did not answer within ${patience} ms`));
    });
    const off = hop?.onAbort(() => {
      timer.cancel();
      resolve(undefined);
    });
    const settle = (): void => {
      timer.cancel();
      off?.();
    };
    work.then(
      (value) => {
        settle();
        resolve(value);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}
