// So many calls of one peer at once, over so many connections, in a process of its own.
import { paths } from '../origin/documents.ts';
import { peerNamed } from '../peers/peers.ts';
import type { CrowdReport } from './crowd-report.ts';

const [name = '', origin = '', connections = '', calls = ''] = process.argv.slice(2);
const peer = await peerNamed(name).connect({ origin, connections: Number(connections), timeout: 300_000 });
await peer.get(paths.small);
globalThis.gc?.();
const before = process.memoryUsage.rss();
const outcomes = await Promise.allSettled(Array.from({ length: Number(calls) }, () => peer.get(paths.small)));
// Kilobytes to bytes.
const growth = process.resourceUsage().maxRSS * 1_024 - before;
const failed = outcomes.find((outcome) => outcome.status === 'rejected');
const report: CrowdReport = {
  calls: outcomes.length,
  fulfilled: outcomes.filter(({ status }) => status === 'fulfilled').length,
  failure: failed === undefined ? undefined : String(failed.reason),
  growth: Math.max(0, growth),
};
process.send?.(report);
await peer.close?.();
process.disconnect();
