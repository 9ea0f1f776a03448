import type { Lap, Round } from '../measure/race.ts';
import { pairedRatios, spread } from '../measure/statistics.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { ScenarioResult } from './results.ts';

/** The client that every other is compared with. */
const reference = 'undici-request';

/** One figure of every round of a lap. */
export function column(lap: Lap | undefined, figure: keyof Round): readonly number[] {
  return lap?.rounds.map((round) => round[figure]) ?? [];
}

/** The medians and spreads of a race. */
export function summarize({ name, title, description }: Scenario, laps: readonly Lap[]): ScenarioResult {
  const compared = column(
    laps.find(({ peer }) => peer.name === reference),
    'cpu',
  );
  const rows = laps.map((lap) => ({
    peer: lap.peer.name,
    rounds: lap.rounds.length,
    callsPerRound: lap.rounds[0]?.calls ?? 0,
    cpu: spread(column(lap, 'cpu')),
    ratio: spread(pairedRatios(column(lap, 'cpu'), compared)),
    callsPerSecond: spread(column(lap, 'callsPerSecond')),
    p50: spread(column(lap, 'p50')),
    p99: spread(column(lap, 'p99')),
    peakMemory: lap.peakMemory,
    originBusy: spread(column(lap, 'originBusy')),
  }));
  return { name, title, description, rows };
}
