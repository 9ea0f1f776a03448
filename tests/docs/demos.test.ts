import { describe, expect, it } from 'vitest';

import type { Lane } from '../../docs/.vitepress/theme/demos/lane.ts';
import type { Second } from '../../docs/.vitepress/theme/demos/metrics.ts';
import { type ScenarioName, scenarios } from '../../docs/.vitepress/theme/demos/scenarios.ts';
import { Simulation } from '../../docs/.vitepress/theme/demos/simulation.ts';

interface Run {
  /** The seconds of the outage, without its first five. */
  readonly outage: readonly Second[];
  /** The last five seconds, some time after the outage. */
  readonly after: readonly Second[];
  readonly lane: Lane;
}

/** Ten quiet seconds, fifteen of the demo's outage, fifteen after it. */
async function run(name: ScenarioName, seed?: number): Promise<{ plain: Run; ours: Run }> {
  const demo = scenarios[name];
  const simulation = new Simulation(demo, seed);
  await simulation.advance(10_000);
  simulation.health = demo.outage;
  await simulation.advance(15_000);
  simulation.health = 'healthy';
  await simulation.advance(15_000);
  const view = (lane: Lane): Run => {
    const { seconds } = lane.metrics;
    return { outage: seconds.slice(15, 25), after: seconds.slice(-5), lane };
  };
  return { plain: view(simulation.plain), ours: view(simulation.ours) };
}

const sum = (seconds: readonly Second[], measure: keyof Second): number =>
  seconds.reduce((total, second) => total + second[measure], 0);
const most = (seconds: readonly Second[], measure: keyof Second): number =>
  Math.max(...seconds.map((second) => second[measure]));

describe('what the demos say is what happens', () => {
  it('circuit breaker: callers hear at once, and the service is left alone', async () => {
    const { plain, ours } = await run('circuitBreaker');
    expect(sum(ours.outage, 'sent')).toBeLessThan(sum(plain.outage, 'sent') / 10);
    expect(most(ours.outage, 'wait')).toBeLessThanOrEqual(2_000);
    expect(sum(plain.outage, 'wait') / plain.outage.length).toBeCloseTo(2_000, 0);
    expect(ours.lane.circuit).toBe('closed');
    expect(ours.lane.log.map(({ text }) => text)).toContain('circuit closed');
    expect(sum(ours.after, 'succeeded')).toBeGreaterThan(150);
  });

  it('retry and budget: retries without one keep the outage alive', async () => {
    const { plain, ours } = await run('retryBudget');
    expect(sum(plain.outage, 'sent')).toBeGreaterThan(2 * sum(ours.outage, 'sent'));
    expect(sum(plain.after, 'succeeded')).toBe(0);
    expect(sum(ours.after, 'succeeded')).toBeGreaterThan(250);
  });

  it('bulkhead: calls in flight stay within it', async () => {
    const { plain, ours } = await run('bulkhead');
    expect(most(ours.outage, 'inFlight')).toBeLessThanOrEqual(40);
    expect(most(plain.outage, 'inFlight')).toBeGreaterThan(400);
  });

  it('deadline: no caller waits longer', async () => {
    const { plain, ours } = await run('deadline');
    expect(most(ours.outage, 'wait')).toBeLessThanOrEqual(2_500.001);
    expect(most([...plain.outage, ...plain.after], 'wait')).toBeGreaterThan(5_000);
  });

  it('full stack: callers get an answer, and the service recovers', async () => {
    const { plain, ours } = await run('fullStack');
    expect(sum(ours.outage, 'succeeded')).toBeGreaterThan(500);
    expect(sum(plain.outage, 'succeeded')).toBe(0);
    expect(sum(ours.after, 'sent')).toBeGreaterThan(250);
    expect(sum(plain.after, 'succeeded')).toBe(0);
  });

  it('a service that is down refuses, and heals', async () => {
    const simulation = new Simulation(scenarios.deadline);
    simulation.health = 'down';
    await simulation.advance(3_000);
    expect(simulation.plain.log[0]?.text).toContain('connection refused');
    expect(simulation.plain.metrics.totals.succeeded).toBe(0);
    simulation.health = 'healthy';
    await simulation.advance(3_000);
    expect(simulation.plain.metrics.totals.succeeded).toBeGreaterThan(0);
  });

  it('the same seed is the same run', async () => {
    const [one, two, other] = [
      await run('circuitBreaker', 7),
      await run('circuitBreaker', 7),
      await run('circuitBreaker', 8),
    ];
    expect(two.ours.lane.metrics.seconds).toEqual(one.ours.lane.metrics.seconds);
    expect(two.ours.lane.log).toEqual(one.ours.lane.log);
    expect(other.ours.lane.metrics.seconds).not.toEqual(one.ours.lane.metrics.seconds);
  });
});
