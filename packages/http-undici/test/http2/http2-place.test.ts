import { expect, it, vi } from 'vitest';

import { endStream, frameServer, frameTypes } from '../support/frame-server.ts';
import { http2Client } from '../support/http2-server.ts';

// INVARIANT: half a request body never passes for a whole one: no END_STREAM goes out before the reset. `stream.close()` by
// itself sends it.
it('resets the stream of an aborted upload without ending it first', async () => {
  await using server = await frameServer(() => {});
  await using client = http2Client(server);
  const abort = new AbortController();
  async function* body() {
    yield new Uint8Array(1_000);
    await new Promise(() => {});
  }
  const call = client.post('/', { body: body(), signal: abort.signal });
  const failed = call.then(
    () => undefined,
    (error: unknown) => error,
  );
  const ofStream = () => server.frames.filter(({ stream }) => stream === 1);
  await vi.waitFor(() => expect(ofStream().some(({ type }) => type === frameTypes.data)).toBe(true));
  abort.abort('enough');
  expect(await failed).toBe('enough');
  await vi.waitFor(() => expect(ofStream().at(-1)?.type).toBe(frameTypes.reset));
  expect(ofStream().at(-1)?.payload.readUInt32BE(0)).toBe(8);
  const ended = ofStream().filter(({ type, flags }) => type === frameTypes.data && (flags & endStream) !== 0);
  expect(ended).toEqual([]);
});
