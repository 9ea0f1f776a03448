import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { NetworkError, ProtocolError, ServerStatusError } from '../../src/errors/index.ts';
import { raw, readStream, withClient, type WireClient } from '../support/client-case.ts';
import { rejection } from '../support/fake-transport.ts';
import type { Script } from '../support/raw-server.ts';

const head = 'HTTP/1.1 200 OK\r\n';
// Random enough not to be compressed away.
const text = Array.from({ length: 20_000 }, (_, index) => (index * 7_919) % 9_973).join(' ');
const schemes = [
  ['plain', {}],
  ['TLS', { tls: true }],
] as const;
type End = 'end' | 'cut' | 'reset' | 'open';

/** One answer, and then the connection ends that way. */
function ending(bytes: Buffer | string, end: End): Script {
  return async (connection) => {
    for await (const _request of connection.requests()) {
      await connection.send(bytes);
      if (end !== 'open') connection[end]();
    }
  };
}

const collected = (client: WireClient): Promise<unknown> => client.get('/');
const streamed = async (client: WireClient): Promise<unknown> => readStream(await client.stream('GET', '/'));
const streamedAndCollected = async (client: WireClient): Promise<unknown> =>
  (await client.stream('GET', '/')).bytes();
const ways = [collected, streamed, streamedAndCollected];
const truncated = { code: 'ERR_HTTP_NETWORK', reason: 'truncated', responseStarted: true, sent: 'complete' };

describe.each(schemes)('over %s a body is truncated', (_name, server) => {
  const cases: readonly (readonly [string, string])[] = [
    ['short of its length', `${head}content-length: 10\r\n\r\nabc`],
    ['short of its length by one', `${head}content-length: 4\r\n\r\nabc`],
    ['with nothing of its length', `${head}content-length: 10\r\n\r\n`],
    ['between two chunks', `${head}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n`],
    ['within a chunk', `${head}transfer-encoding: chunked\r\n\r\n9\r\nabc`],
    ['within a chunk size', `${head}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n1`],
    ['without the end of the last chunk', `${head}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n`],
  ];
  it.each(
    cases.flatMap(([what, bytes]) =>
      (['end', 'cut', 'reset'] as const).map((end) => [what, end, bytes] as const),
    ),
  )('%s, by %s', (_what, end, bytes) =>
    withClient(
      ending(bytes, end),
      async (client, served) => {
        for (const call of ways) {
          const thrown = await rejection(call(client));
          expect(thrown).toBeInstanceOf(NetworkError);
          expect(thrown).toMatchObject(truncated);
          expect((thrown as NetworkError).attempts).toHaveLength(1);
        }
        expect(served.requests.length).toBe(ways.length);
      },
      { server },
    ),
  );

  it('when a body delimited by close is reset', () =>
    withClient(
      ending(`${head}\r\nabc`, 'reset'),
      async (client) => {
        for (const call of ways) expect(await rejection(call(client))).toMatchObject(truncated);
      },
      { server },
    ));
});

const codings: readonly (readonly [string, Buffer])[] = [
  ['gzip', gzipSync(text)],
  ['deflate', deflateSync(text)],
  ['deflate', deflateRawSync(text)],
  ['br', brotliCompressSync(text)],
  ['zstd', zstdCompressSync(text)],
  ['gzip, br', brotliCompressSync(gzipSync(text))],
];

describe.each(codings)('a body in %s (%#)', (coding, whole) => {
  const framings: Readonly<Record<string, (body: Buffer) => [Buffer, End]>> = {
    'with its length': (body) => [raw([`content-encoding: ${coding}`], body), 'open'],
    'delimited by close': (body) => [
      Buffer.concat([Buffer.from(`${head}content-encoding: ${coding}\r\n\r\n`), body]),
      'end',
    ],
  };
  it.each(Object.keys(framings))('that is whole is whole, %s', (framing) =>
    withClient(ending(...(framings[framing] as (body: Buffer) => [Buffer, End])(whole)), async (client) => {
      expect(await client.get('/').text()).toBe(text);
      expect((await readStream(await client.stream('GET', '/'))).toString()).toBe(text);
    }),
  );

  it.each(
    Object.keys(framings).flatMap((framing) =>
      [1, 5, 12, Math.floor(whole.length / 2), whole.length - 9, whole.length - 1].map(
        (length) => [framing, length] as const,
      ),
    ),
  )('that is honestly framed but cut, %s, at byte %d', (framing, length) =>
    withClient(
      ending(...(framings[framing] as (body: Buffer) => [Buffer, End])(whole.subarray(0, length))),
      async (client) => {
        for (const call of ways) {
          const thrown = await rejection(call(client));
          expect(thrown).toBeInstanceOf(NetworkError);
          expect(thrown).toMatchObject({ reason: 'truncated', responseStarted: true });
        }
      },
    ),
  );

  it('with junk behind its end is no whole body', () =>
    withClient(
      ending(raw([`content-encoding: ${coding}`], Buffer.concat([whole, Buffer.from('junk')])), 'open'),
      async (client) => {
        for (const call of ways) expect(await rejection(call(client))).toMatchObject({ reason: 'encoding' });
      },
    ));
});

// The others have no checksum: what they are decoded to cannot be told from what was meant.
it.each(codings.slice(0, 2))('a wrong byte in %s is no truncation', (coding, whole) => {
  const corrupt = Buffer.from(whole);
  corrupt.fill(0xff, Math.floor(whole.length / 2), Math.floor(whole.length / 2) + 40);
  return withClient(ending(raw([`content-encoding: ${coding}`], corrupt), 'open'), async (client) => {
    for (const call of ways) {
      const thrown = await rejection(call(client));
      expect(thrown).toBeInstanceOf(ProtocolError);
      expect(thrown).toMatchObject({ reason: 'encoding' });
    }
  });
});

describe('bytes that were delivered stay delivered', () => {
  it('and the failure comes at the read that found it', () =>
    withClient(ending(`${head}content-length: 10\r\n\r\nabc`, 'end'), async (client) => {
      const reader = (await client.stream('GET', '/')).body.getReader();
      const received: number[] = [];
      const thrown = await rejection(
        (async () => {
          for (;;) received.push((await reader.read()).value?.byteLength ?? 0);
        })(),
      );
      expect(received.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(3);
      expect(thrown).toMatchObject({ reason: 'truncated' });
      expect(await rejection(reader.read())).toBe(thrown);
    }));

  // INVARIANT: two responses are never spliced: once a byte has been handed over nothing is sent again.
  it('and a stream that breaks on a reused connection is not begun again', () =>
    withClient(
      async (connection) => {
        await connection.request();
        connection.write(raw([], 'first'));
        await connection.request();
        await connection.send(`${head}content-length: 10\r\n\r\nabc`);
        connection.reset();
      },
      async (client, server) => {
        expect(await client.get('/').text()).toBe('first');
        expect(await rejection(streamed(client))).toMatchObject({ reason: 'truncated', reused: true });
        expect(server.requests.length).toBe(2);
      },
    ));

  it('and so is an answer that broke off within its head', () =>
    withClient(
      async (connection) => {
        await connection.request();
        connection.write(raw([], 'first'));
        await connection.request();
        await connection.send('HTTP/1.1 200 OK\r\ncontent-le');
        connection.reset();
      },
      async (client, server) => {
        await client.get('/');
        const thrown = await rejection(client.get('/'));
        expect(thrown).toMatchObject({ reason: 'reset', reused: true, responseStarted: true });
        expect(server.requests.length).toBe(2);
      },
    ));
});

it('an error’s body that breaks off leaves the status and what came', () =>
  withClient(ending('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 10\r\n\r\nabc', 'end'), async (client) => {
    for (const call of [collected, streamed]) {
      const thrown = (await rejection(call(client))) as ServerStatusError;
      expect(thrown).toBeInstanceOf(ServerStatusError);
      expect(await thrown.response.text()).toBe('abc');
      expect(thrown.response.isTruncated).toBe(true);
    }
  }));

it('a redirect’s body that breaks off is no reason not to follow', () =>
  withClient(
    async (connection) => {
      for await (const { target, method, body } of connection.requests()) {
        if (target === '/') {
          await connection.send('HTTP/1.1 307 Moved\r\nlocation: /b\r\ncontent-length: 10\r\n\r\nabc');
          setTimeout(() => connection.reset(), 20);
        } else connection.write(raw([], `${method} ${String(body)}`));
      }
    },
    async (client) => {
      expect(await client.get('/').text()).toBe('GET ');
      expect(await client.put('/', { body: 'text' }).text()).toBe('PUT text');
      const body = async function* (): AsyncGenerator<string> {
        yield 'one ';
        await new Promise((resolve) => setTimeout(resolve, 30));
        yield 'two';
      };
      // Its failure comes while the body is on its way for the second time.
      expect(await client.put('/', { body: () => body() }).text()).toBe('PUT one two');
    },
  ));
