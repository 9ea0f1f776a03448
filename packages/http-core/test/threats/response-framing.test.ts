import { describe, expect, it } from 'vitest';

import type { Connection } from '../../../http-testing/src/fault-server/connection.ts';
import { ProtocolError } from '../../src/errors/index.ts';
import { raw, readStream, withClient, type WireClient } from '../support/client-case.ts';
import { rejection } from '../support/fake-transport.ts';
import type { Script } from '../support/raw-server.ts';

const head = 'HTTP/1.1 200 OK\r\n';
const chunked = `${head}transfer-encoding: chunked\r\n\r\n`;
const schemes = [
  ['plain', {}],
  ['TLS', { tls: true }],
] as const;

/** Answers `/bad` with these bytes and leaves the connection open; everything else well. */
function badly(bytes: string): Script {
  return async (connection) => {
    for await (const { target } of connection.requests()) {
      if (target === '/bad') connection.write(Buffer.from(bytes, 'latin1'));
      else connection.write(raw([], 'good'));
    }
  };
}

const collected = (client: WireClient): Promise<unknown> => client.get('/bad').bytes();
const streamed = async (client: WireClient): Promise<unknown> =>
  readStream(await client.stream('GET', '/bad'));

const ambiguous: readonly (readonly [string, string])[] = [
  ['both framings', `${head}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`],
  [
    'both framings, the other way',
    `${head}transfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
  ],
  ['two lengths that differ', `${head}content-length: 3\r\ncontent-length: 4\r\n\r\nabcd`],
  ['two lengths in one line', `${head}content-length: 3, 4\r\n\r\nabcd`],
  ['a negative length', `${head}content-length: -3\r\n\r\nabc`],
  ['a length with a plus', `${head}content-length: +3\r\n\r\nabc`],
  ['a length in hexadecimal', `${head}content-length: 0x3\r\n\r\nabc`],
  ['a length beyond counting', `${head}content-length: 99999999999999999999999\r\n\r\nabc`],
  ['an empty length', `${head}content-length: \r\n\r\nabc`],
  ['a chunk size that is none', `${chunked}xyz\r\nabc\r\n0\r\n\r\n`],
  ['a negative chunk size', `${chunked}-3\r\nabc\r\n0\r\n\r\n`],
  ['a chunk size that overflows', `${chunked}fffffffffffffffff\r\nabc`],
  ['a chunk longer than its size', `${chunked}3\r\nabcdef\r\n0\r\n\r\n`],
  ['a chunk ended by a bare LF', `${chunked}3\nabc\n0\n\n`],
  ['bare LFs in the head', 'HTTP/1.1 200 OK\ncontent-length: 3\n\nabc'],
  ['a bare CR in a header', `${head}x: a\rb\r\ncontent-length: 3\r\n\r\nabc`],
  ['a NUL in a header', `${head}x: a\0b\r\ncontent-length: 3\r\n\r\nabc`],
  ['a folded header', `${head}x: a\r\n b\r\ncontent-length: 3\r\n\r\nabc`],
  ['a folded framing header', `${head}transfer-encoding:\r\n chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`],
  ['a space before the colon', `${head}content-length : 3\r\n\r\nabc`],
  ['a space before the first header', `${head} content-length: 3\r\n\r\nabc`],
  ['a header without a name', `${head}: 3\r\ncontent-length: 3\r\n\r\nabc`],
  ['a version that does not exist', 'HTTP/1.9 200 OK\r\ncontent-length: 3\r\n\r\nabc'],
  ['something that is not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
];

describe.each(schemes)('over %s a response is refused and its connection closed', (_name, server) => {
  it.each(ambiguous)('with %s', (_what, bytes) =>
    withClient(
      badly(bytes),
      async (client, served) => {
        await client.get('/');
        for (const call of [collected, streamed]) {
          const before = served.requests.length;
          const thrown = await rejection(call(client));
          expect(thrown).toBeInstanceOf(ProtocolError);
          expect(thrown).toMatchObject({ reason: 'framing', responseStarted: true });
          // Never tried again, and what was left of it is nobody's answer.
          expect(served.requests.length).toBe(before + 1);
          await served.waitFor(() => served.openConnections === 0);
          expect(await client.get('/').text()).toBe('good');
        }
        expect(served.connections).toBe(3);
      },
      { server },
    ),
  );

  it('that switches protocols unasked', () =>
    withClient(
      badly(
        `${head.replace('200 OK', '101 Switching Protocols')}connection: upgrade\r\nupgrade: h2c\r\n\r\n`,
      ),
      async (client, served) => {
        for (const call of [collected, streamed]) {
          const thrown = await rejection(call(client));
          expect(thrown).toBeInstanceOf(ProtocolError);
          expect(thrown).toMatchObject({ reason: 'upgrade' });
          await served.waitFor(() => served.openConnections === 0);
        }
      },
      { server },
    ));
});

describe('what has no body takes none', () => {
  it.each([
    ['204 with a length', 'HTTP/1.1 204 No Content\r\ncontent-length: 6\r\n\r\n'],
    ['204 in chunks', 'HTTP/1.1 204 No Content\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['304 with a length', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 6\r\n\r\n'],
  ])('%s', (_name, bytes) =>
    withClient(badly(bytes), async (client) => {
      const response = await client.get('/bad');
      expect((await response.bytes()).byteLength).toBe(0);
      expect(await client.get('/').text()).toBe('good');
    }),
  );

  it('204 with a body is empty, and the body is nobody’s answer', () =>
    withClient(badly('HTTP/1.1 204 No Content\r\ncontent-length: 6\r\n\r\npoison'), async (client) => {
      for (let round = 0; round < 3; round++) {
        const outcome = await client.get('/bad').result();
        if (outcome.ok) expect((await outcome.response.bytes()).byteLength).toBe(0);
        else expect(outcome.error).toBeInstanceOf(ProtocolError);
        expect(await client.get('/').text()).toBe('good');
      }
    }));

  it('HEAD with any length, and the connection stays good', () =>
    withClient(
      async (connection) => {
        for await (const { method } of connection.requests()) {
          connection.write(method === 'HEAD' ? `${head}content-length: 999999999\r\n\r\n` : raw([], 'good'));
        }
      },
      async (client, server) => {
        expect((await client.head('/')).status).toBe(200);
        expect(await client.get('/').text()).toBe('good');
        expect(server.connections).toBe(1);
      },
    ));
});

describe.each(schemes)('over %s a response that nobody asked for is nobody’s answer', (_name, server) => {
  const poison = raw(['x-poison: yes'], 'poison');
  const good = raw([], 'good');
  const inChunks = Buffer.from(`${chunked}4\r\ngood\r\n0\r\n\r\n`);
  // Fills one read of the socket to the last byte.
  const filled = Buffer.concat([
    Buffer.from(`${head}content-length: 65494\r\n\r\n`),
    Buffer.alloc(65_494, 'good '),
  ]);
  const ways: readonly (readonly [string, (connection: Connection) => unknown])[] = [
    ['in one packet with the real one', (connection) => connection.write(Buffer.concat([good, poison]))],
    ['behind a body in chunks', (connection) => connection.write(Buffer.concat([inChunks, poison]))],
    ['behind a body that fills a read', (connection) => connection.write(Buffer.concat([filled, poison]))],
    ['as a mere line end', (connection) => connection.write(Buffer.concat([good, Buffer.from('\r\n')]))],
    [
      'in a write of its own',
      (connection) => {
        connection.write(good);
        connection.write(poison);
      },
    ],
    [
      'in two halves',
      (connection) => {
        connection.write(Buffer.concat([good, poison.subarray(0, 20)]));
        connection.write(poison.subarray(20));
      },
    ],
  ];

  it.each(ways)('%s', (_way, respond) =>
    withClient(
      async (connection) => {
        // Or the system would hold the extra one back until the next request has come.
        connection.socket.setNoDelay(true);
        for await (const _request of connection.requests()) respond(connection);
      },
      async (client) => {
        for (let round = 0; round < 10; round++) {
          const outcome = await client.get('/').result();
          if (outcome.ok) expect(await outcome.response.text()).toMatch(/^good/);
          else expect(outcome.error.code).toMatch(/NETWORK|PROTOCOL/);
          const read = client.stream('GET', '/').then(async (response) => String(await readStream(response)));
          expect(await read.catch((error: { readonly code: string }) => error.code)).toMatch(
            /^good|NETWORK|PROTOCOL/,
          );
        }
      },
      { server, pool: { maxConnections: 1 } },
    ),
  );

  it('30 ms later, on an idle connection', () =>
    withClient(
      async (connection) => {
        await connection.request();
        connection.write(good);
        setTimeout(() => connection.write(poison), 30);
      },
      async (client, served) => {
        for (let round = 0; round < 3; round++) {
          expect(await client.get('/').text()).toBe('good');
          await served.waitFor(() => served.openConnections === 0);
        }
        expect(served.connections).toBe(3);
      },
      { server },
    ));

  it('and truthful ends are believed', () =>
    withClient(
      async (connection) => {
        for await (const { target } of connection.requests()) {
          if (target === '/close') {
            connection.end(`${head}connection: close\r\n\r\ngood`);
          } else connection.write(target === '/chunked' ? `${chunked}4\r\ngood\r\n0\r\n\r\n` : good);
        }
      },
      async (client, served) => {
        for (const path of ['/', '/chunked', '/', '/chunked']) {
          expect(await client.get(path).text()).toBe('good');
          expect((await readStream(await client.stream('GET', path))).toString()).toBe('good');
        }
        expect(served.connections).toBe(1);
        expect(await client.get('/close').text()).toBe('good');
        expect((await readStream(await client.stream('GET', '/close'))).toString()).toBe('good');
      },
      { server },
    ));
});
