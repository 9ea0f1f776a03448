import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { NetworkError, ProtocolError, type TransportError } from '../../src/errors/index.ts';
import type { Script } from '../support/raw-server.ts';
import { answer, open, readAll, rejection, send, textOf, withServer } from '../support/wire.ts';

const head = 'HTTP/1.1 200 OK\r\n';

interface Fault {
  readonly name: string;
  readonly script: Script;
  readonly error: object;
  readonly type: abstract new (...given: never[]) => TransportError;
}

const reset = { reason: 'reset', sent: 'complete', reused: false, retryable: true };
const truncated = { reason: 'truncated', sent: 'complete', responseStarted: true };
const framing = { reason: 'framing', responseStarted: true };

/** Answers each request and then ends the connection in the way given. */
function cut(bytes: string, how: 'end' | 'reset'): Script {
  return async (connection) => {
    await connection.request();
    if (bytes !== '') await connection.send(bytes);
    // The client must have read them: a reset overtakes.
    if (how === 'reset') await new Promise((resolve) => setTimeout(resolve, 30));
    connection[how]();
  };
}

const faults: readonly Fault[] = [
  ...(['end', 'reset'] as const).flatMap((how) => [
    {
      name: `${how} before the head`,
      script: cut('', how),
      error: { ...reset, responseStarted: false },
      type: NetworkError,
    },
    {
      name: `${how} within the head`,
      script: cut('HTTP/1.1 20', how),
      error: { ...reset, responseStarted: true },
      type: NetworkError,
    },
    {
      name: `${how} with content-length short`,
      script: cut(`${head}content-length: 9\r\n\r\nabc`, how),
      error: truncated,
      type: NetworkError,
    },
    {
      name: `${how} with chunks cut`,
      script: cut(`${head}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n`, how),
      error: truncated,
      type: NetworkError,
    },
    {
      name: `${how} within a chunk`,
      script: cut(`${head}transfer-encoding: chunked\r\n\r\n9\r\nabc`, how),
      error: truncated,
      type: NetworkError,
    },
  ]),
  {
    name: 'reset of a body delimited by close',
    script: cut(`${head}\r\nabc`, 'reset'),
    error: truncated,
    type: NetworkError,
  },
  ...Object.entries({
    'bad chunk size': `${head}transfer-encoding: chunked\r\n\r\nxyz\r\n`,
    'chunk overflow': `${head}transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n`,
    'chunk longer than said': `${head}transfer-encoding: chunked\r\n\r\n3\r\nabcdef\r\n`,
    'content-length and transfer-encoding': `${head}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
    'two content-lengths': `${head}content-length: 3\r\ncontent-length: 4\r\n\r\nabcd`,
    'negative content-length': `${head}content-length: -3\r\n\r\nabc`,
    'content-length with a plus': `${head}content-length: +3\r\n\r\nabc`,
    'bare LF': 'HTTP/1.1 200 OK\ncontent-length: 3\n\nabc',
    'NUL in a header': `${head}x: a\0b\r\ncontent-length: 3\r\n\r\nabc`,
    'folded header': `${head}x: a\r\n b\r\ncontent-length: 3\r\n\r\nabc`,
    'space before the colon': `${head}x : a\r\ncontent-length: 3\r\n\r\nabc`,
    'no HTTP at all': 'SSH-2.0-OpenSSH_9.6\r\n',
    'a TLS alert': '\x15\x03\x01\x00\x02\x02\x46',
  }).map(([name, bytes]) => ({ name, script: answer(bytes), error: framing, type: ProtocolError })),
  ...Object.entries({
    'header of 20 KB': `${head}x: ${'a'.repeat(20_000)}\r\n\r\n`,
    'header of 1 MB': `${head}x: ${'a'.repeat(1_000_000)}\r\n\r\n`,
    '3,000 header lines': `${head}${'x-abc: def\r\n'.repeat(3_000)}\r\n`,
  }).map(([name, bytes]) => ({
    name,
    script: answer(bytes),
    error: { ...framing, reason: 'headers' },
    type: ProtocolError,
  })),
];

describe.each(faults)('$name', ({ script, error, type }) => {
  it('collected', () =>
    withServer(script, async (server, transport) => {
      const thrown = await rejection(send(transport, server.url));
      expect(thrown).toBeInstanceOf(type);
      expect(thrown).toMatchObject(error);
      expect(server.connections).toBe(1);
      expect(transport.connections).toEqual({ open: 0, idle: 0, waiting: 0 });
    }));

  it('streamed', () =>
    withServer(script, async (server, transport) => {
      const thrown = await rejection(open(transport, server.url).then(({ body }) => readAll(body)));
      expect(thrown).toBeInstanceOf(type);
      expect(thrown).toMatchObject(error);
      expect(transport.connections).toEqual({ open: 0, idle: 0, waiting: 0 });
    }));
});

// INVARIANT: an honest end is no truncation; a check that is too eager would break every server of HTTP/1.0.
it.each(['end', 'cut'] as const)('a body delimited by close is whole after %s', (how) =>
  withServer(
    async (connection) => {
      await connection.request();
      await connection.send(`${head}\r\n${'abc'.repeat(50_000)}`);
      connection[how]();
    },
    async (server, transport) => {
      expect(textOf(await send(transport, server.url))).toHaveLength(150_000);
      expect(await readAll((await open(transport, server.url)).body)).toHaveLength(150_000);
    },
  ),
);

// INVARIANT: no bytes of a response travel in an error; Node's parse errors carry the packet they were found in.
it('keeps nothing of the response in an error', () =>
  withServer(
    answer(`${head}set-cookie: id=hunter2\r\ncontent-length: -1\r\n\r\n`),
    async (server, transport) => {
      const thrown = (await rejection(
        send(transport, server.url, { headers: { authorization: 'hunter2' } }),
      )) as Error;
      expect(inspect(thrown, { depth: 9, showHidden: true })).not.toContain('hunter2');
      expect(inspect(thrown.cause, { depth: 9, showHidden: true })).not.toContain('hunter2');
      expect(Object.keys(thrown.cause as object)).toEqual(['code', 'reason']);
    },
  ));
