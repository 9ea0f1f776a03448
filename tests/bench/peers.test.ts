import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { downloadBytes, largeDocument, paths, smallDocument } from '../../bench/origin/documents.ts';
import { Origin } from '../../bench/origin/origin.ts';
import { peerNamed, peers } from '../../bench/peers/peers.ts';

let origin: Origin;
beforeAll(async () => {
  origin = await Origin.start();
}, 30_000);
afterAll(() => origin.stop());

// INVARIANT: a client that does less than the others is not faster, it is measured wrongly.
describe.each(peers)('$label', ({ connect }) => {
  it('does what every client is measured for', { timeout: 30_000 }, async () => {
    const peer = await connect({ origin: origin.plain, connections: 2 });
    expect(await peer.get(paths.small)).toEqual(smallDocument);
    expect(await peer.get(paths.large)).toEqual(largeDocument);
    expect(await peer.get(paths.closing)).toEqual(smallDocument);
    expect(await peer.post(paths.echo, smallDocument)).toEqual(smallDocument);
    expect(await peer.download(paths.download)).toBe(downloadBytes);
    await peer.close?.();
  });
});

describe('the origin', () => {
  it('counts what it was asked, and the sockets at one time', async () => {
    const before = await origin.report();
    const peer = await peerNamed('undici-dispatch').connect({ origin: origin.plain, connections: 3 });
    await Promise.all(Array.from({ length: 9 }, () => peer.get(paths.small)));
    const after = await origin.report();
    expect(after.requests - before.requests).toBe(9);
    expect(after.mostSockets).toBeGreaterThanOrEqual(3);
    expect(after.cpu).toBeGreaterThan(before.cpu);
    await peer.close?.();
  });
});
