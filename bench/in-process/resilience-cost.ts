import { type AnyPlugin, createClient } from '@x/http-core';
import { resilience, type ResilienceOptions } from '@x/http-resilience';

import { median } from '../measure/statistics.ts';
import { instantTransport } from './instant-transport.ts';
import { awaited, takeTurns } from './turns.ts';

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
export async function resilienceCosts(rounds = 15, runs = 10_000): Promise<readonly ResilienceCost[]> {
  const turns = policies.map(([, options]) => {
    const plugins: AnyPlugin[] = [instantTransport];
    if (options !== undefined) plugins.push(resilience(options));
    const client = createClient({ baseUrl: 'http://127.0.0.1/', plugins });
    return awaited(() => client.get('users/1'));
  });
  const figures = await takeTurns(turns, { rounds, runs });
  const base = figures[0] ?? [];
  return policies.map(([name], index) => {
    const own = figures[index] ?? [];
    const added = median(own.map((figure, round) => figure - (base[round] ?? Number.NaN)));
    return { name, cost: median(own), added };
  });
}
