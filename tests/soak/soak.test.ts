import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Origin } from '../../bench/origin/origin.ts';
import { soak } from '../../bench/soak/soak.ts';

let origin: Origin;
beforeAll(async () => {
  origin = await Origin.start();
}, 30_000);
afterAll(() => origin.stop());

const conditions = ['@x/source'];

describe.each([
  ['undici', 10_000],
  ['got', 2_000],
] as const)('calls with every plugin on one AbortSignal, over %s', (transport, calls) => {
  // INVARIANT: whatever a call leaves on a signal that outlives it, a service that runs for weeks runs out of. The smallest
  // leak that was ever seen, a listener, is over a kilobyte a call.
  it('leave nothing behind: heap, listeners, timers, sockets', { timeout: 90_000 }, async () => {
    const report = await soak(origin, transport, calls, conditions);
    expect(report).toMatchObject({ calls, listeners: 0, timers: 0, sockets: 0 });
    expect(report.heapGrowth).toBeLessThan(1_050_000);
  });
});
