// One peer under one scenario, in a process of its own: warms up and measures rounds as it is told by messages.
import { smallDocument } from '../origin/documents.ts';
import type { Peer } from '../peers/peer.ts';
import { peerNamed } from '../peers/peers.ts';
import { type Scenario, scenarioNamed } from '../scenarios/scenario.ts';
import { Load } from './load.ts';

/** What a peer's process can be told. */
export type PeerMessage =
  | { readonly kind: 'warm-up'; readonly milliseconds: number }
  | { readonly kind: 'measure'; readonly calls: number }
  | { readonly kind: 'memory' };

/** The first message of a peer's process: whether its client could be loaded. */
export interface PeerStarted {
  readonly problem?: string;
}

function operation(peer: Peer, { operation, path }: Scenario): () => Promise<unknown> {
  if (operation === 'get') return () => peer.get(path);
  if (operation === 'post') return () => peer.post(path, smallDocument);
  return () => peer.download(path);
}

async function answer(load: Load, message: PeerMessage): Promise<unknown> {
  if (message.kind === 'warm-up') return load.warmUp(message.milliseconds);
  if (message.kind === 'measure') return load.measure(message.calls);
  // Kilobytes to bytes: the most this process ever had in memory.
  return process.resourceUsage().maxRSS * 1_024;
}

const [peerName = '', scenarioName = '', origin = ''] = process.argv.slice(2);
const scenario = scenarioNamed(scenarioName);
process.on('disconnect', () => process.exit());
try {
  const peer = await peerNamed(peerName).connect({ origin, connections: scenario.connections });
  const call = operation(peer, scenario);
  await call();
  const load = new Load(call, scenario.inFlight);
  process.on('message', (message: PeerMessage) => {
    void answer(load, message).then((reply) => process.send?.(reply));
  });
  process.send?.({} satisfies PeerStarted);
} catch (error) {
  process.send?.({ problem: String(error) } satisfies PeerStarted);
}
