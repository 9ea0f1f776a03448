import { readRequest } from '../respond.ts';
import { answering, drip, endlessly, head, whole } from './answering.ts';
import type { FaultDefinition } from './fault-definition.ts';

const hello = 'content-length: 5\r\n\r\nhello';
const interim = (status: number, ...lines: readonly string[]): string =>
  [`HTTP/1.1 ${status} Early`, ...lines, '', ''].join('\r\n');

/** Answers whose head is late, hostile or odd. */
export const headFaults = {
  headersStall: {
    does: 'reads the request and never answers',
    script: () => async (connection) => {
      await readRequest(connection);
      await connection.closed;
    },
  },
  headersDrip: {
    does: 'sends a header line every `interval` (20 ms), for ever',
    script:
      ({ interval = 20 }) =>
      async (connection) => {
        await readRequest(connection);
        connection.write(head);
        await drip(connection, 'x-drip: 1\r\n', interval);
      },
  },
  hugeHeader20KB: {
    does: 'sends one header line of 20 KB',
    script: () => answering('hugeHeader20KB', [whole('hello', `x-huge: ${'a'.repeat(20_000)}`)]),
  },
  hugeHeader1MB: {
    does: 'sends one header line of 1 MB',
    script: () => answering('hugeHeader1MB', [whole('hello', `x-huge: ${'a'.repeat(1_000_000)}`)]),
  },
  manyHeaders3000: {
    does: 'sends 3,000 header lines',
    script: () => answering('manyHeaders3000', [whole('hello', ...Array<string>(3_000).fill('x-many: 1'))]),
  },
  endlessHeaders: {
    does: 'sends header lines without end, as fast as they are taken',
    script: () => endlessly('endlessHeaders', head, 'x-many: 1\r\n'.repeat(500)),
  },
  bareLf: {
    does: 'ends the lines of the head with LF alone',
    script: () => answering('bareLf', [`HTTP/1.1 200 OK\ncontent-length: 5\n\nhello`]),
  },
  bareCr: {
    does: 'puts a bare CR into a header value',
    script: () => answering('bareCr', [`${head}x: a\rb\r\n${hello}`]),
  },
  nulInHeader: {
    does: 'puts a NUL into a header value',
    script: () => answering('nulInHeader', [`${head}x: a\0b\r\n${hello}`]),
  },
  foldedHeader: {
    does: 'folds a header value over two lines',
    script: () => answering('foldedHeader', [`${head}x: a\r\n b\r\n${hello}`]),
  },
  spaceBeforeColon: {
    does: 'puts a space between a header name and its colon',
    script: () => answering('spaceBeforeColon', [`${head}content-length : 5\r\n\r\nhello`]),
  },
  prototypeHeader: {
    does: 'sends headers called `__proto__` and `constructor`',
    script: () => answering('prototypeHeader', [whole('hello', '__proto__: x', 'constructor: y')]),
  },
  status999: {
    does: 'answers with status 999',
    script: () => answering('status999', [`HTTP/1.1 999 Beyond\r\n${hello}`]),
  },
  http2Version: {
    does: 'calls its answer HTTP/2.0 on a connection of HTTP/1.1',
    script: () => answering('http2Version', [`HTTP/2.0 200 OK\r\n${hello}`]),
  },
  notHttp: {
    does: 'answers like an SSH server',
    script: () => answering('notHttp', ['SSH-2.0-OpenSSH_9.6\r\n']),
  },
  unasked100: {
    does: 'sends 100 Continue to a request that did not expect it, then answers well',
    script: () => answering('unasked100', [interim(100), whole('hello')]),
  },
  early103: {
    does: 'sends 103 Early Hints, then answers well',
    script: () => answering('early103', [interim(103, 'link: </a.css>; rel=preload'), whole('hello')]),
  },
  flood102: {
    does: 'sends 200,000 times 102 Processing before the answer',
    script: () => async (connection) => {
      await readRequest(connection);
      for (let sent = 0; sent < 200_000; sent += 500) {
        if (!(await connection.send(interim(102).repeat(500)))) return;
      }
      connection.write(whole('hello'));
    },
  },
  unasked101: {
    does: 'switches protocols unasked and says no more',
    script: () => answering('unasked101', [interim(101, 'connection: upgrade', 'upgrade: h2c')]),
  },
} as const satisfies Readonly<Record<string, FaultDefinition>>;
