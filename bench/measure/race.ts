import type { Origin } from '../origin/origin.ts';
import type { PeerDefinition } from '../peers/peer.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { Child } from './child.ts';
import type { Figures } from './load.ts';
import type { PeerMessage, PeerStarted } from './peer-process.ts';

/** One round of one peer, and the part of its time that the origin was busy (1 is one core). */
export interface Round extends Figures {
  readonly originBusy: number;
}

/** A peer's figures, round by round; those of other peers in the same round stand at the same index. */
export interface Lap {
  readonly peer: PeerDefinition;
  readonly rounds: readonly Round[];
  /** Most bytes its process had in memory. */
  readonly peakMemory: number;
}

/** How long a race is. */
export interface RaceOptions {
  readonly origin: Origin;
  readonly rounds: number;
  /** Milliseconds of CPU spent on calls before the first round. */
  readonly warmUp: number;
  /** Calls of one round, given how many the peer does in a second of CPU. */
  readonly calls: (peer: PeerDefinition, callsPerSecond: number) => number;
  /** Export conditions of the peers' processes. */
  readonly conditions: readonly string[];
  readonly onProblem: (peer: PeerDefinition, problem: string) => void;
}

interface Runner {
  readonly peer: PeerDefinition;
  readonly child: Child;
  readonly rounds: Round[];
  readonly calls: number;
}

async function start(
  scenario: Scenario,
  peer: PeerDefinition,
  options: RaceOptions,
): Promise<Runner | undefined> {
  const { origin, conditions, warmUp, onProblem } = options;
  const url = scenario.isSecure ? origin.tls : origin.plain;
  // Whoever reads the second takes it in place of the first.
  const environment = { NODE_EXTRA_CA_CERTS: origin.authorityFile, SSL_CERT_FILE: origin.authorityFile };
  const child = new Child('peer-process.ts', [peer.name, scenario.name, url], { conditions, environment });
  const { problem } = await child.answer<PeerStarted>();
  if (problem !== undefined) {
    onProblem(peer, problem);
    child.end();
    return undefined;
  }
  const callsPerSecond = await ask<number>(child, { kind: 'warm-up', milliseconds: warmUp });
  const calls = Math.max(scenario.inFlight, Math.round(options.calls(peer, callsPerSecond)));
  return { peer, child, rounds: [], calls };
}

function ask<T>(child: Child, message: PeerMessage): Promise<T> {
  return child.ask<T>(message);
}

async function run(origin: Origin, { child, calls }: Runner): Promise<Round> {
  const before = await origin.report();
  const startedAt = performance.now();
  const figures = await ask<Figures>(child, { kind: 'measure', calls });
  const microseconds = (performance.now() - startedAt) * 1_000;
  const after = await origin.report();
  return { ...figures, originBusy: (after.cpu - before.cpu) / microseconds };
}

/**
 * Runs every peer in a process of its own, one at a time, A B C A B C, so that the machine's drift meets all of them
 * alike. The first round is for the compiler and does not count.
 */
export async function race(
  scenario: Scenario,
  peers: readonly PeerDefinition[],
  options: RaceOptions,
): Promise<readonly Lap[]> {
  const runners: Runner[] = [];
  try {
    for (const peer of peers) {
      const runner = await start(scenario, peer, options);
      if (runner !== undefined) runners.push(runner);
    }
    for (let round = -1; round < options.rounds; round++) {
      for (const runner of runners) {
        const figures = await run(options.origin, runner);
        if (round >= 0) runner.rounds.push(figures);
      }
    }
    const laps: Lap[] = [];
    for (const { peer, child, rounds } of runners) {
      laps.push({ peer, rounds, peakMemory: await ask<number>(child, { kind: 'memory' }) });
    }
    return laps;
  } finally {
    for (const { child } of runners) child.end();
  }
}
