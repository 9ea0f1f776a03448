import { NetworkError } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { data, endStream, frame, frameServer, frameTypes, head, reset } from '../support/frame-server.ts';
import { http2Client } from '../support/http2-server.ts';

/** Answers the first request of a connection with these frames, in one write or one by one. */
function answering(frames: readonly Buffer[], isAtOnce: boolean) {
  return frameServer(({ type }, socket) => {
    if (type !== frameTypes.headers) return;
    if (isAtOnce) socket.write(Buffer.concat(frames));
    else for (const one of frames) socket.write(one);
  });
}

const half = [head(1), data(1, 'half')];
/** A field `a: b` after the body. */
const trailers = frame(frameTypes.headers, 4 | endStream, 1, Uint8Array.of(0, 1, 0x61, 1, 0x62));

// INVARIANT: a body is whole when the peer has said END_STREAM or sent the length that it had announced, and not because
// Node has ended the stream: that it does for RST_STREAM(NO_ERROR) and RST_STREAM(CANCEL) too.
describe.each([true, false])('in one write: %s', (isAtOnce) => {
  it.each<[string, readonly Buffer[], string]>([
    ['END_STREAM on the data', [head(1), data(1, 'whole', endStream)], 'whole'],
    ['END_STREAM on a frame of its own', [head(1), data(1, 'whole'), data(1, '', endStream)], 'whole'],
    ['END_STREAM on the head', [head(1, undefined, endStream)], ''],
    ['END_STREAM on the trailers', [head(1), data(1, 'whole'), trailers], 'whole'],
    ['NO_ERROR after END_STREAM', [head(1), data(1, 'whole', endStream), reset(1, 0)], 'whole'],
    ['NO_ERROR after the whole length', [head(1, '5'), data(1, 'whole'), reset(1, 0)], 'whole'],
  ])('whole: %s', async (_name, frames, text) => {
    await using server = await answering(frames, isAtOnce);
    await using client = http2Client(server);
    expect(await client.get('/').text()).toBe(text);
    expect(await read(server)).toBe(text);
  });

  it.each<[string, readonly Buffer[]]>([
    ['NO_ERROR', [...half, reset(1, 0)]],
    ['INTERNAL_ERROR', [...half, reset(1, 2)]],
    ['REFUSED_STREAM', [...half, reset(1, 7)]],
    ['CANCEL', [...half, reset(1, 8)]],
    ['HTTP_1_1_REQUIRED', [...half, reset(1, 13)]],
    ['NO_ERROR short of the length', [head(1, '5'), data(1, 'half'), reset(1, 0)]],
    ['END_STREAM short of the length', [head(1, '5'), data(1, 'half', endStream)]],
    ['NO_ERROR before any of the body', [head(1), reset(1, 0)]],
  ])('truncated: %s', async (_name, frames) => {
    await using server = await answering(frames, isAtOnce);
    await using client = http2Client(server);
    const truncated = { name: 'NetworkError', reason: 'truncated', responseStarted: true, sent: 'complete' };
    await expect(client.get('/')).rejects.toMatchObject(truncated);
    await expect(read(server)).rejects.toBeInstanceOf(NetworkError);
  });
});

/** The same streamed, by a reader that lets it wait. */
async function read(server: { readonly origin: string; readonly ca: string }): Promise<string> {
  await using client = http2Client(server);
  const response = await client.stream('GET', '/');
  await new Promise((resolve) => void setImmediate(resolve));
  return response.text();
}
