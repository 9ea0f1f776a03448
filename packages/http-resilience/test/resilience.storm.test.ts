import { beforeAll, describe, expect, it } from 'vitest';

import {
  defaultStorm,
  formatStorm,
  storm,
  stormPolicies,
  type StormResult,
  stormTable,
} from './support/storm.ts';

// Calm, outage and recovery in proportion to the storm of the bench, at half its length.
const options = { ...defaultStorm, rate: 1, calm: 3_000, outage: 10_000, recovery: 12_000 };
let table: readonly StormResult[] = [];

function row(policy: string): StormResult {
  const found = table.find((result) => result.policy === policy);
  if (found === undefined) throw new Error(`no row ${policy}:\n${formatStorm(table)}`);
  return found;
}

beforeAll(async () => {
  table = await stormTable(options);
}, 60_000);

describe('500 clients in an outage', () => {
  // INVARIANT: a service that comes back meets what its callers ask, not three times that.
  it.each(['one budget for all', 'a breaker', 'a breaker, one budget'])(
    '%s: at most 1.2 requests a call',
    (policy) => {
      expect(row(policy).amplification).toBeLessThanOrEqual(1.2);
    },
  );

  it('a shared budget adds its share and its reserve to the outage, and nothing else', () => {
    const { inOutage } = row('one budget for all');
    const { clients, rate, outage } = options;
    const reserve = 10 * (outage / 1000 + 10);
    expect(inOutage).toBeLessThanOrEqual(1 + 0.2 + (reserve + 1) / ((clients * rate * outage) / 1000) + 0.02);
  });

  it.each(['got', 'ky', 'undici'])('the default of %s multiplies it', (policy) => {
    expect(row(policy).inOutage).toBeGreaterThan(2);
    expect(row(policy).peak).toBeGreaterThan(2.5);
  });

  it('everybody recovers', () => {
    for (const { recoveredAfter } of table) expect(recoveredAfter).toBeLessThan(8);
  });

  it('is the same storm twice', async () => {
    const [name, make] = stormPolicies.at(-1) as (typeof stormPolicies)[number];
    expect(await storm(name, make(), options)).toEqual(table.at(-1));
  }, 30_000);
});
