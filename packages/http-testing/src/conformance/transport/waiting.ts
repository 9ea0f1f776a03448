import assert from 'node:assert/strict';

/** Within so many milliseconds a transport lets go of a socket. */
export const grace = 250;

/** Fails when the promise has not settled in time. A busy machine is late with the timer and with the promise alike. */
export function within<T>(promise: Promise<T>, what: string, limit = grace): Promise<T> {
  return new Promise((resolve, reject) => {
    // One more turn, so that what had come in by then counts as come in time.
    const late = (): void => reject(new assert.AssertionError({ message: `${what} took over ${limit} ms` }));
    const timer = setTimeout(() => setImmediate(() => setImmediate(late)), limit);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Resolves once a growing number has stood still for a while; rejects as soon as it is over `most`. */
export async function standstill(read: () => number, most: number, what: string): Promise<void> {
  let last = -1;
  for (let quiet = 0; quiet < 5;) {
    const now = read();
    assert.ok(now <= most, `${what}: ${now} bytes, over ${most}`);
    quiet = now === last ? quiet + 1 : 0;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
