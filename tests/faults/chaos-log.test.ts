import { describe, expect, it } from 'vitest';

import { sequentialChaos } from './chaos/sequential-chaos.ts';
import { virtualChaos } from './chaos/virtual-chaos.ts';
import { transports } from './transports.ts';

describe('in virtual time', () => {
  // INVARIANT: time and chance come from the client's clock and random alone; one look at the machine's own would tell here.
  it.each([1, 2, 3, 4, 5])('seed %d gives the same log of events twice, times included', async (seed) => {
    const log = await virtualChaos(seed);
    for (const event of ['retry.scheduled', 'circuit.opened', 'bulkhead.rejected', 'timeout.exceeded']) {
      expect(log).toContain(event);
    }
    expect(await virtualChaos(seed)).toBe(log);
  });

  it('another seed gives another log', async () => {
    expect(await virtualChaos(6)).not.toBe(await virtualChaos(7));
  });
});

describe('on real sockets', () => {
  it.each(transports)('the same seed gives the same log of events twice over $name', async (transport) => {
    const first = await sequentialChaos(11, transport);
    const second = await sequentialChaos(11, transport);
    expect(second.log).toBe(first.log);
    expect(first.log.split('\n').length).toBeGreaterThan(200);
  });

  it.each([21, 22, 23])('X3: seed %d comes to the same outcomes on every transport', async (seed) => {
    const [first, ...others] = await Promise.all(
      transports.map(async (transport) => (await sequentialChaos(seed, transport)).outcomes),
    );
    for (const outcomes of others) expect(outcomes).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(5);
  });
});
