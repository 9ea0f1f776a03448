import type { Call, Clock, Timer } from '@x/http-core';

/** Resolves after so many milliseconds; rejects with the reason itself as soon as the call is aborted. */
export function wait(call: Pick<Call, 'onAbort'>, clock: Clock, delay: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: Timer | undefined;
    let isAborted = false;
    const off = call.onAbort((reason) => {
      isAborted = true;
      timer?.cancel();
      reject(reason);
    });
    if (isAborted) return;
    const end = (): void => {
      off();
      resolve();
    };
    if (delay > 0) timer = clock.schedule(delay, end, true);
    else end();
  });
}

/** What the call was aborted with, by its caller, its deadline or its client's end; `undefined` while it goes on. */
export function abortOf(call: Pick<Call, 'onAbort'>): { readonly reason: unknown } | undefined {
  let abort: { readonly reason: unknown } | undefined;
  call.onAbort((reason) => {
    abort = { reason };
  })();
  return abort;
}
