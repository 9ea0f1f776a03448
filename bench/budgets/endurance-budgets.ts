import type { Origin } from '../origin/origin.ts';
import { peerNamed } from '../peers/peers.ts';
import type { BudgetResult } from '../report/results.ts';
import { crowd, soak } from '../soak/soak.ts';
import { judge } from './budget.ts';

/** Growth that is taken for none: under eleven bytes a call, where the smallest leak ever seen was a kilobyte. */
const noGrowth = 1.05;
const soakCalls = 100_000;
const crowdCalls = 10_000;

/** What 100,000 calls on one signal leave behind: nothing. */
export async function soakBudgets(
  origin: Origin,
  conditions: readonly string[],
): Promise<readonly BudgetResult[]> {
  const report = await soak(origin, 'undici', soakCalls, conditions);
  const after = `after ${soakCalls.toLocaleString('en-US')} calls on one AbortSignal`;
  return [
    judge({ claim: `heap growth ${after}`, limit: noGrowth, unit: 'MB' }, report.heapGrowth / 1e6),
    judge({ claim: `abort listeners ${after}`, limit: 0, unit: '' }, report.listeners),
    judge({ claim: `timers ${after} and close()`, limit: 0, unit: '' }, report.timers),
    judge({ claim: `sockets ${after} and close()`, limit: 0, unit: '' }, report.sockets),
  ];
}

/** Megabytes; a call that waits holds 2 kB more for breaker, bulkhead, retry, cookies and schema. */
function memoryLimit(name: string): number {
  return name === 'http-everything' ? 125 : 100;
}

/** 10,000 calls at once: all settle, within the pool, in little more memory than undici itself takes. */
export async function crowdBudgets(
  origin: Origin,
  conditions: readonly string[],
): Promise<readonly BudgetResult[]> {
  const results: BudgetResult[] = [];
  for (const connections of [256, 100]) {
    const reference = await crowd(origin, 'undici-request', connections, crowdCalls, conditions);
    for (const name of ['http-undici', 'http-everything']) {
      const own = await crowd(origin, name, connections, crowdCalls, conditions);
      const load = `${peerNamed(name).label}, ${crowdCalls.toLocaleString('en-US')} calls at once over ${connections} connections`;
      const more = (own.growth - reference.growth) / 1e6;
      results.push(
        judge({ claim: `${load}: calls that failed`, limit: 0, unit: '' }, own.calls - own.fulfilled),
        judge({ claim: `${load}: sockets at the origin`, limit: connections, unit: '' }, own.sockets),
        judge({ claim: `${load}: memory over undici request`, limit: memoryLimit(name), unit: 'MB' }, more),
      );
    }
  }
  return results;
}
