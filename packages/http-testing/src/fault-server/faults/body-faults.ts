import { gzipSync } from 'node:zlib';

import { readRequest } from '../respond.ts';
import { answering, chunkedHead, drip, endlessly, head, whole } from './answering.ts';
import type { FaultDefinition } from './fault-definition.ts';

const chunk = `10000\r\n${'a'.repeat(0x1_00_00)}\r\n`;
// Random enough not to be compressed away.
const text = Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 9_973).join(' ');
const encoded = (coding: string, body: Uint8Array): Buffer => whole(body, `content-encoding: ${coding}`);
/** gzip around gzip, so many times. */
function stacked(layers: number): Buffer {
  let body: Buffer = Buffer.from('hello');
  for (let layer = 0; layer < layers; layer++) body = gzipSync(body);
  return body;
}
let bombMember: Buffer | undefined;

/** Bodies that do not end, do not decode, or are more than they seem. */
export const bodyFaults = {
  bodyStall: {
    does: 'sends the head and half of the body, then nothing',
    script:
      ({ body = 'abc' }) =>
      async (connection) => {
        await readRequest(connection);
        connection.write(`${head}content-length: ${2 * body.length}\r\n\r\n${body}`);
        await connection.closed;
      },
  },
  bodyDrip: {
    does: 'sends a byte of the body every `interval` (20 ms), for ever',
    script:
      ({ interval = 20 }) =>
      async (connection) => {
        await readRequest(connection);
        connection.write(chunkedHead);
        await drip(connection, '1\r\na\r\n', interval);
      },
  },
  endlessBody: {
    does: 'sends a body in chunks without end, as fast as it is taken',
    script: () => endlessly('endlessBody', chunkedHead, chunk),
  },
  gzipCut: {
    does: 'sends half of a gzip stream as a whole body',
    script: () => answering('gzipCut', [encoded('gzip', gzipSync(text).subarray(0, 5_000))]),
  },
  gzipCorrupt: {
    does: 'sends a gzip stream with damaged bytes',
    script: () => answering('gzipCorrupt', [encoded('gzip', gzipSync(text).fill(0xff, 2_000, 2_050))]),
  },
  gzipTrailingJunk: {
    does: 'sends junk behind the end of the gzip stream',
    script: () =>
      answering('gzipTrailingJunk', [encoded('gzip', Buffer.concat([gzipSync(text), Buffer.from('junk')]))]),
  },
  gzipBomb: {
    does: 'sends 320 KB of gzip that decode to 320 MB',
    script: () => {
      bombMember ??= gzipSync(Buffer.alloc(16 * 2 ** 20));
      return answering('gzipBomb', [encoded('gzip', Buffer.concat(Array<Buffer>(20).fill(bombMember)))]);
    },
  },
  stackedCodings20: {
    does: 'sends a body with gzip applied 20 times',
    script: () =>
      answering('stackedCodings20', [encoded(Array<string>(20).fill('gzip').join(', '), stacked(20))]),
  },
  stackedCodings3100: {
    does: 'names 3,100 codings in a head that stays below 16 KB',
    script: () =>
      answering('stackedCodings3100', [encoded(Array<string>(3_100).fill('br').join(), stacked(0))]),
  },
  unknownCoding: {
    does: 'sends a body in a coding that nobody knows',
    script: () => answering('unknownCoding', [encoded('middle-out', Buffer.from('hello'))]),
  },
  brokenJson: {
    does: 'sends half a document of JSON as a whole body',
    script: () => answering('brokenJson', [whole('{"half":', 'content-type: application/json')]),
  },
} as const satisfies Readonly<Record<string, FaultDefinition>>;
