import type { Origin } from '../origin/origin.ts';
import { peerNamed } from '../peers/peers.ts';
import type { BudgetResult } from '../report/results.ts';
import { type Crowd, crowd, soak } from '../soak/soak.ts';
import { judge, judgeMedian } from './budget.ts';

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

/** Processes per client: how far one grows is a matter of when its collections fall. */
const crowds = 5;

/** 10,000 calls at once: all settle, within the pool, in little more memory than undici itself takes. */
export async function crowdBudgets(
  origin: Origin,
  conditions: readonly string[],
): Promise<readonly BudgetResult[]> {
  const results: BudgetResult[] = [];
  for (const connections of [256, 100]) {
    const runs: Record<string, Crowd[]> = {};
    for (let run = 0; run < crowds; run++) {
      for (const name of ['undici-request', 'http-undici', 'http-everything']) {
        (runs[name] ??= []).push(await crowd(origin, name, connections, crowdCalls, conditions));
      }
    }
    const { 'undici-request': references = [], ...own } = runs;
    for (const [name, reports] of Object.entries(own)) {
      const load = `${peerNamed(name).label}, ${crowdCalls.toLocaleString('en-US')} calls at once over ${connections} connections`;
      const failed = reports.map(({ calls, fulfilled }) => calls - fulfilled);
      const more = reports.map(({ growth }, run) => (growth - (references[run]?.growth ?? Number.NaN)) / 1e6);
      const sockets = reports.map((report) => report.sockets);
      results.push(
        judge({ claim: `${load}: calls that failed`, limit: 0, unit: '' }, Math.max(...failed)),
        judge(
          { claim: `${load}: sockets at the origin`, limit: connections, unit: '' },
          Math.max(...sockets),
        ),
        judgeMedian({ claim: `${load}: memory over undici request`, limit: 100, unit: 'MB' }, more),
      );
    }
  }
  return results;
}
