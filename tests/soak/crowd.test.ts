import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Origin } from '../../bench/origin/origin.ts';
import { crowd } from '../../bench/soak/soak.ts';

let origin: Origin;
beforeAll(async () => {
  origin = await Origin.start();
}, 30_000);
afterAll(() => origin.stop());

const conditions = ['@x/source'];

// INVARIANT: a burst must wait in line, not open a socket a call, and nobody in the line may be forgotten.
describe.each([
  ['http-undici', 10_000, 256],
  ['http-everything', 3_000, 100],
  ['http-core', 1_000, 100],
] as const)('%s, %i calls at once', (peer, calls, connections) => {
  it(`all settle over ${connections} connections`, { timeout: 90_000 }, async () => {
    const { fulfilled, failure, sockets } = await crowd(origin, peer, connections, calls, conditions);
    expect(failure).toBeUndefined();
    expect(fulfilled).toBe(calls);
    // Exactly: fewer would mean that the pool was never full, and nothing was shown.
    expect(sockets).toBe(connections);
  });
});
