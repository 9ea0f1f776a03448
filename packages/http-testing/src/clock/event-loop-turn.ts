// Taken once: a test that fakes the platform's timers later must not stop this clock's turns.
const schedule: (callback: () => void) => unknown = globalThis.setImmediate ?? globalThis.setTimeout;

/** Resolves after so many turns of the event loop: every chain of promises that waits for nothing else has run by then. */
export async function eventLoopTurns(turns = 4): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise<void>((resolve) => schedule(resolve));
}
