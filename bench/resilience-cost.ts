import { pathToFileURL } from 'node:url';

import { type AnyPlugin, createClient } from '@x/http-core';
import { resilience, type ResilienceOptions } from '@x/http-resilience';

import { instantTransport } from './chain-cost.ts';
import { median } from './statistics.ts';

/** Microseconds that one call may cost in all, with every policy on and no wire. */
export const mostPerCall = 6;

const policies: readonly (readonly [name: string, options: ResilienceOptions | undefined])[] = [
  ['off', undefined],
  ['retry and budget', {}],
  ['breaker', { retry: false, budget: false, breaker: {} }],
  ['breaker, rate', { retry: false, budget: false, breaker: { rate: {} } }],
  ['bulkhead', { retry: false, budget: false, bulkhead: { maxConcurrent: 100 } }],
  ['everything', { breaker: {}, bulkhead: { maxConcurrent: 100 }, fallback: { use: () => ({ id: 0 }) } }],
];

/** What one configuration costs, in microseconds of CPU per call. */
export interface ResilienceCost {
  readonly name: string;
  readonly cost: number;
  /** Over the client without the plugin: the median of the paired differences. */
  readonly added: number;
}

/** Measures every configuration in turn, round after round, because the machine drifts by more than a policy costs. */
export async function resilienceCosts(rounds = 15, calls = 10_000): Promise<readonly ResilienceCost[]> {
  const contenders = policies.map(([name, options]) => {
    const plugins: AnyPlugin[] = [instantTransport];
    if (options !== undefined) plugins.push(resilience(options));
    const client = createClient({ baseUrl: 'http://127.0.0.1/', plugins });
    return { name, figures: [] as number[], call: () => client.get('users/1') };
  });
  for (let round = -3; round < rounds; round++) {
    for (const { figures, call } of contenders) {
      const before = process.cpuUsage();
      for (let index = 0; index < calls; index++) await call();
      const { user, system } = process.cpuUsage(before);
      // The first rounds warm the compiler up.
      if (round >= 0) figures.push((user + system) / calls);
    }
  }
  const base = contenders[0]?.figures ?? [];
  return contenders.map(({ name, figures }) => ({
    name,
    cost: median(figures),
    added: median(figures.map((figure, round) => figure - (base[round] ?? 0))),
  }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log('policies          µs per call     added');
  const costs = await resilienceCosts();
  for (const { name, cost, added } of costs) {
    console.log(`${name.padEnd(17)} ${cost.toFixed(2).padStart(11)} ${added.toFixed(2).padStart(9)}`);
  }
  const dearest = Math.max(...costs.map(({ cost }) => cost));
  console.log(`\n${dearest.toFixed(2)} µs at most, of ${mostPerCall} that are allowed`);
  process.exitCode = dearest <= mostPerCall ? 0 : 1;
}
