import { describe, expect, it } from 'vitest';

import { resilience } from '../src/index.ts';
import { overload, type OverloadResult, runOverload } from './support/overload.ts';

const ttl = 10_000;
const over = (overload.begins + overload.lasts) / 1000;

/** Requests at the server per call offered, while the overload lasts. */
function load({ offered, arrivals }: OverloadResult): number {
  const during = (counts: readonly number[]): number =>
    counts.slice(overload.begins / 1000, over).reduce((total, count) => total + count, 0);
  return during(arrivals) / during(offered);
}

/** The share of calls that are answered in the last seconds of the `2 * ttl` after the overload. */
function goodput({ offered, answered }: OverloadResult): number {
  const end = over + (2 * ttl) / 1000;
  const late = (counts: readonly number[]): number =>
    counts.slice(end - 5, end).reduce((total, count) => total + (count ?? 0), 0);
  return late(answered) / late(offered);
}

// INVARIANT: once the cause is gone the system must recover by itself. Retries that grow with failures keep it down for ever.
describe('after an overload of five seconds', () => {
  it.each([1, 2, 3])('the budget lets the service recover (seed %i)', async (seed) => {
    const result = await runOverload(resilience(), seed);
    expect(load(result)).toBeLessThanOrEqual(1.25);
    expect(goodput(result)).toBeGreaterThanOrEqual(0.9);
  });

  it('retries without a budget keep it down: the control', async () => {
    const result = await runOverload(resilience({ budget: false }));
    expect(load(result)).toBeGreaterThan(1.25);
    expect(goodput(result)).toBeLessThan(0.9);
  });
});
