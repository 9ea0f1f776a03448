import { describe, expect, it } from 'vitest';

import { awaited, takeTurns } from '../../bench/in-process/turns.ts';
import { Load } from '../../bench/measure/load.ts';

describe('a load', () => {
  it('keeps so many calls in flight, and measures so many', async () => {
    let open = 0;
    let most = 0;
    let calls = 0;
    const load = new Load(async () => {
      calls++;
      most = Math.max(most, ++open);
      await new Promise(setImmediate);
      open--;
    }, 7);
    const figures = await load.measure(100);
    expect(most).toBe(7);
    // Two for each place open what was closed since, and do not count.
    expect(calls).toBe(100 + 14);
    expect(figures.calls).toBe(100);
    expect(figures.callsPerSecond).toBeGreaterThan(0);
    expect(figures.p50).toBeLessThanOrEqual(figures.p99);
    expect(figures.cpu).toBeGreaterThanOrEqual(0);
  });

  it('warms up until so much CPU is spent, and tells how many calls a second of it does', async () => {
    let calls = 0;
    const load = new Load(async () => {
      calls++;
      await new Promise(setImmediate);
    }, 100);
    const before = process.cpuUsage();
    const callsPerSecond = await load.warmUp(40);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeGreaterThanOrEqual(40);
    expect(callsPerSecond).toBeGreaterThan(0);
    // All workers stop together: none goes on alone until it is asked again.
    expect(calls % 100).toBe(0);
  });

  it('fails with the first call that fails', async () => {
    const load = new Load(() => Promise.reject(new Error('refused')), 3);
    await expect(load.measure(10)).rejects.toThrow('refused');
  });
});

describe('turns', () => {
  it('go back and forth, the first of one round being the last of the next', async () => {
    const order: string[] = [];
    const turn = (name: string) => (): void => void order.push(name);
    const figures = await takeTurns([turn('a'), turn('b')], { rounds: 4, runs: 1 });
    expect(order.join('')).toBe('baabbaabba');
    expect(figures.map(({ length }) => length)).toEqual([4, 4]);
  });

  it('run what is awaited so many times', async () => {
    let runs = 0;
    await awaited(async () => void runs++)(5);
    expect(runs).toBe(5);
  });
});
