import { readRequest } from '../respond.ts';
import { answering, chunkedHead, head, whole } from './answering.ts';
import type { FaultDefinition } from './fault-definition.ts';

const poison = whole('poison', 'x-poison: yes');

/** Bodies whose length is ambiguous, wrong or not reached. */
export const framingFaults = {
  contentLengthShortFin: {
    does: 'announces 10 bytes, sends 3, FIN',
    script: () => answering('contentLengthShortFin', [`${head}content-length: 10\r\n\r\nabc`], 'end'),
  },
  contentLengthShortRst: {
    does: 'announces 10 bytes, sends 3, RST',
    script: () => answering('contentLengthShortRst', [`${head}content-length: 10\r\n\r\nabc`], 'reset'),
  },
  chunkedCutFin: {
    does: 'FIN between two chunks',
    script: () => answering('chunkedCutFin', [`${chunkedHead}3\r\nabc\r\n`], 'end'),
  },
  chunkedCutRst: {
    does: 'RST within a chunk',
    script: () => answering('chunkedCutRst', [`${chunkedHead}9\r\nabc`], 'reset'),
  },
  closeDelimitedRst: {
    does: 'sends a body that the end of the connection delimits, and ends it by RST',
    script: () => answering('closeDelimitedRst', [`${head}\r\nabc`], 'reset'),
  },
  closeDelimitedCut: {
    does: 'sends such a body and ends the connection by FIN without a close_notify, which only TLS can tell from a true end',
    script: () => answering('closeDelimitedCut', [`${head}\r\nabc`], 'cut'),
  },
  badChunk: {
    does: 'sends a chunk size that is no number',
    script: () => answering('badChunk', [`${chunkedHead}xyz\r\nabc\r\n0\r\n\r\n`]),
  },
  chunkOverflow: {
    does: 'sends a chunk size that overflows 64 bits',
    script: () => answering('chunkOverflow', [`${chunkedHead}fffffffffffffffff\r\nabc`]),
  },
  longChunk: {
    does: 'sends more bytes than the chunk size says',
    script: () => answering('longChunk', [`${chunkedHead}3\r\nabcdef\r\n0\r\n\r\n`]),
  },
  clAndTe: {
    does: 'sends both content-length and transfer-encoding',
    script: () =>
      answering('clAndTe', [
        `${head}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
      ]),
  },
  twoContentLengths: {
    does: 'sends two content-lengths that differ',
    script: () =>
      answering('twoContentLengths', [`${head}content-length: 3\r\ncontent-length: 4\r\n\r\nabcd`]),
  },
  negativeContentLength: {
    does: 'sends a negative content-length',
    script: () => answering('negativeContentLength', [`${head}content-length: -3\r\n\r\nabc`]),
  },
  plusContentLength: {
    does: 'sends a content-length with a plus',
    script: () => answering('plusContentLength', [`${head}content-length: +3\r\n\r\nabc`]),
  },
  bodyOn204: {
    does: 'sends 204 with a body that the connection then carries as nobody’s answer',
    script: () => answering('bodyOn204', ['HTTP/1.1 204 No Content\r\ncontent-length: 6\r\n\r\npoison']),
  },
  extraResponse: {
    does: 'sends a second response that nobody asked for right behind the first',
    script: () => answering('extraResponse', [Buffer.concat([whole('hello'), poison])]),
  },
  lateExtraResponse: {
    does: 'sends a second response that nobody asked for `interval` (30 ms) after the first',
    script: ({ interval = 30 }) => ({
      name: 'lateExtraResponse',
      after: 'next',
      async run(connection) {
        await readRequest(connection);
        connection.write(whole('hello'));
        if (await connection.wait(interval)) connection.write(poison);
      },
    }),
  },
} as const satisfies Readonly<Record<string, FaultDefinition>>;
