import { describe, expect, it } from 'vitest';

import { frame, frameServer, frameTypes, head, numbers, reset } from '../support/frame-server.ts';
import { http2Client } from '../support/http2-server.ts';

const goAway = (last: number, code: number) => frame(frameTypes.goAway, 0, 0, numbers(last, code));
const lost = { name: 'NetworkError', reason: 'reset', sent: 'complete', responseStarted: false };
const unprocessed = { ...lost, sent: 'none' };
const broken = { name: 'ProtocolError', reason: 'stream', sent: 'complete' };

type Act = Parameters<typeof frameServer>[0];

describe('before the head', () => {
  it.each<[string, Act, object]>([
    ['REFUSED_STREAM', (_frame, socket) => void socket.write(reset(1, 7)), unprocessed],
    ['GOAWAY below the stream', (_frame, socket) => void socket.write(goAway(0, 0)), unprocessed],
    [
      'GOAWAY below the stream, with an error',
      (_frame, socket) => void socket.write(goAway(0, 2)),
      unprocessed,
    ],
    ['GOAWAY at the stream, with an error', (_frame, socket) => void socket.write(goAway(1, 2)), lost],
    ['GOAWAY at the stream, then the end', (_frame, socket) => void socket.end(goAway(1, 0)), lost],
    ['the end of the connection', (_frame, socket) => void socket.end(), lost],
    ['a reset connection', (_frame, socket) => void socket.destroy(), lost],
    ['NO_ERROR', (_frame, socket) => void socket.write(reset(1, 0)), broken],
    ['INTERNAL_ERROR', (_frame, socket) => void socket.write(reset(1, 2)), broken],
    ['CANCEL', (_frame, socket) => void socket.write(reset(1, 8)), broken],
    [
      'ENHANCE_YOUR_CALM',
      (_frame, socket) => void socket.write(reset(1, 11)),
      { ...broken, reason: 'headers' },
    ],
    ['an unknown code', (_frame, socket) => void socket.write(reset(1, 99)), broken],
    [
      'no HTTP/2 at all',
      (_frame, socket) => void socket.write('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n'),
      { name: 'ProtocolError', reason: 'framing' },
    ],
  ])('%s', async (_name, act, expected) => {
    await using server = await frameServer((one, socket) => {
      if (one.type === frameTypes.headers) act(one, socket);
    });
    await using client = http2Client(server);
    await expect(client.post('/')).rejects.toMatchObject(expected);
  });
});

describe('after the head', () => {
  it.each<[string, Act]>([
    ['the end of the connection', (_frame, socket) => void socket.end(head(1))],
    ['GOAWAY with an error', (_frame, socket) => void socket.write(Buffer.concat([head(1), goAway(1, 2)]))],
    ['no HTTP/2', (_frame, socket) => void socket.write(Buffer.concat([head(1), Buffer.alloc(64, 255)]))],
  ])('%s cuts the body', async (_name, act) => {
    await using server = await frameServer((one, socket) => {
      if (one.type === frameTypes.headers) act(one, socket);
    });
    await using client = http2Client(server);
    await expect(client.get('/')).rejects.toMatchObject({ name: 'NetworkError', reason: 'truncated' });
  });
});
