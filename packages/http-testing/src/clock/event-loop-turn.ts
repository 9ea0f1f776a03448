// Taken once: a test that fakes the platform's timers later must not stop this clock's turns.
const schedule: (callback: () => void) => unknown =
  globalThis.setImmediate ?? (globalThis.MessageChannel === undefined ? globalThis.setTimeout : byMessage);

/** Browsers stretch a timeout of nothing to 4 ms; a message comes at once. */
function byMessage(callback: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => {
    port1.close();
    callback();
  });
  port1.start();
  port2.postMessage(undefined);
}

/** Resolves after so many turns of the event loop: every chain of promises that waits for nothing else has run by then. */
export async function eventLoopTurns(turns = 4): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise<void>((resolve) => schedule(resolve));
}
