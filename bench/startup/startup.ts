import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { spread } from '../measure/statistics.ts';
import type { Origin } from '../origin/origin.ts';
import type { PeerDefinition } from '../peers/peer.ts';
import type { StartupResult } from '../report/results.ts';
import { installed, installedSize } from './installed.ts';

const script = fileURLToPath(new URL('startup-process.ts', import.meta.url));

async function once(...parameters: readonly string[]): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...parameters]);
  return Number(stdout);
}

/**
 * Import time, time to the first answer and size on disk of every peer, as published: the packages must be built. Each
 * sample is a fresh process, the peers in turn.
 */
export async function startup(
  origin: Origin,
  peers: readonly PeerDefinition[],
  rounds: number,
): Promise<readonly StartupResult[]> {
  const samples = peers.map(() => ({ importTimes: [] as number[], firstAnswers: [] as number[] }));
  for (let round = -1; round < rounds; round++) {
    for (const [index, { name }] of peers.entries()) {
      const importTime = await once('import', name);
      const firstAnswer = await once('answer', name, origin.plain);
      // The first round reads the files from disk.
      if (round < 0) continue;
      samples[index]?.importTimes.push(importTime);
      samples[index]?.firstAnswers.push(firstAnswer);
    }
  }
  return peers.map(({ name, imports }, index) => {
    const packages = installed(imports);
    return {
      peer: name,
      importTime: spread(samples[index]?.importTimes ?? []),
      firstAnswer: spread(samples[index]?.firstAnswers ?? []),
      installedSize: installedSize(packages),
      installedPackages: packages.length,
    };
  });
}
