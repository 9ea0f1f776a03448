import { type Lap, race, type RaceOptions } from '../measure/race.ts';
import { pairedRatios } from '../measure/statistics.ts';
import type { PeerDefinition } from '../peers/peer.ts';
import { peerNamed } from '../peers/peers.ts';
import type { BudgetResult } from '../report/results.ts';
import { column } from '../report/summarize.ts';
import { scenarioNamed } from '../scenarios/scenario.ts';
import { judgeMedian } from './budget.ts';

/** What one client may cost, as a multiple of another. */
interface RatioBudget {
  readonly own: string;
  readonly reference: string;
  readonly limit: number;
  readonly isInclusive?: boolean;
}

const budgets: readonly RatioBudget[] = [
  { own: 'http-undici', reference: 'undici-dispatch', limit: 1.3 },
  { own: 'http-undici', reference: 'undici-request', limit: 1, isInclusive: false },
  { own: 'http-everything', reference: 'undici-request', limit: 1.15 },
  { own: 'http-everything', reference: 'global-fetch', limit: 0.3 },
  { own: 'http-core', reference: 'got', limit: 1 },
];

/** Far from its limit, dear to run: fewer calls tell enough. */
const dear = new Set(['global-fetch', 'http-core', 'got']);

/**
 * Races, each with processes of its own: one and the same client is up to a quarter faster or slower from process to process, by what its
 * compiler happened to see first, and rounds in one process do not even that out.
 */
const races = 3;

/**
 * CPU per call of a small JSON GET, as medians of the paired ratios: 40,000 calls a round where the limit is near, 3,000
 * where the figures are far apart.
 */
export async function wireBudgets(
  options: Pick<RaceOptions, 'origin' | 'conditions' | 'onProblem'>,
  rounds = 5,
): Promise<readonly BudgetResult[]> {
  const names = ['undici-dispatch', 'http-undici', 'undici-request', 'http-everything', ...dear];
  const laps: Lap[] = [];
  for (let count = 0; count < races; count++) {
    const next = await race(scenarioNamed('small-json'), names.map(peerNamed), {
      ...options,
      rounds,
      warmUp: 3_000,
      calls: ({ name }: PeerDefinition) => (dear.has(name) ? 3_000 : 40_000),
    });
    laps.push(...next);
  }
  const cpu = (name: string): readonly number[] =>
    laps.filter(({ peer }) => peer.name === name).flatMap((lap) => column(lap, 'cpu'));
  return budgets.map(({ own, reference, limit, isInclusive = true }) => {
    const claim = `${peerNamed(own).label} over ${peerNamed(reference).label}, CPU per call`;
    return judgeMedian({ claim, limit, unit: 'x', isInclusive }, pairedRatios(cpu(own), cpu(reference)));
  });
}
