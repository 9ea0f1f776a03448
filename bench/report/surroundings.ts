import { cpus, release, totalmem, type } from 'node:os';

import type { PeerDefinition } from '../peers/peer.ts';
import { installed } from '../startup/installed.ts';
import type { Machine, PeerResult } from './results.ts';

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  const processors = cpus();
  return {
    cpu: (processors[0]?.model ?? 'unknown').trim(),
    cores: processors.length,
    memory: totalmem(),
    system: `${type()} ${release()} ${process.arch}`,
  };
}

/** Versions of Node and of every package that the peers are measured for. */
export function versionsOf(peers: readonly PeerDefinition[]): Readonly<Record<string, string>> {
  const versions: Record<string, string> = { node: process.versions.node };
  for (const { imports, packages } of peers) {
    for (const { manifest } of installed(imports)) {
      if (packages.includes(manifest.name)) versions[manifest.name] = manifest.version;
    }
  }
  return versions;
}

/** What of the peers goes into the results. */
export function describePeers(peers: readonly PeerDefinition[]): readonly PeerResult[] {
  return peers.map(({ name, label, packages, settings }) => ({ name, label, packages, settings }));
}
