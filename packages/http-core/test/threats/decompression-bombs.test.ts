import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { NotFoundError, ProtocolError, ResponseTooLargeError } from '../../src/errors/index.ts';
import { answering, raw, readStream, withClient } from '../support/client-case.ts';
import { rejection } from '../support/fake-transport.ts';
import type { Script } from '../support/raw-server.ts';

const mebibyte = 2 ** 20;
const zeros = Buffer.alloc(8 * mebibyte);
const bombs: readonly (readonly [string, Buffer])[] = [
  ['gzip', gzipSync(zeros)],
  ['deflate', deflateSync(zeros)],
  ['br', brotliCompressSync(zeros)],
  ['zstd', zstdCompressSync(zeros)],
  ['gzip, gzip', gzipSync(gzipSync(zeros))],
  ['br, gzip', gzipSync(brotliCompressSync(zeros))],
];
const tooLarge = { code: 'ERR_HTTP_RESPONSE_TOO_LARGE', reason: 'streamed' };
const limits = { maxResponseBytes: mebibyte };

/** Sends `/` on to `/bomb`, and serves everything else with the body. */
function redirecting(bytes: Buffer): Script {
  return async (connection) => {
    for await (const { target } of connection.requests()) {
      if (target === '/') connection.write(raw(['location: /bomb'], 'moved', '302 Found'));
      else connection.write(bytes);
    }
  };
}

describe.each([
  ['plain', {}],
  ['TLS', { tls: true }],
] as const)('over %s the cap counts decoded bytes', (_name, server) => {
  it.each(bombs)('of a bomb in %s, buffered, streamed and after a redirect', (coding, bytes) =>
    withClient(
      redirecting(raw([`content-encoding: ${coding}`], bytes)),
      async (client) => {
        for (const path of ['/bomb', '/']) {
          const thrown = await rejection(client.get(path));
          expect(thrown).toBeInstanceOf(ResponseTooLargeError);
          expect(thrown).toMatchObject(tooLarge);
          const collected = await client.stream('GET', path);
          expect(await rejection(collected.bytes())).toMatchObject(tooLarge);
          const streamed = await client.stream('GET', path);
          let received = 0;
          const thrownLate = await rejection(
            (async () => {
              for await (const chunk of streamed.body) received += chunk.byteLength;
            })(),
          );
          expect(thrownLate).toMatchObject(tooLarge);
          expect(received).toBeLessThanOrEqual(mebibyte);
        }
      },
      { server, ...limits },
    ),
  );

  it('of a body without a coding, declared or not', () =>
    withClient(
      async (connection) => {
        for await (const { target } of connection.requests()) {
          connection.write(
            target === '/declared'
              ? raw([], zeros)
              : raw(
                  ['transfer-encoding: chunked'],
                  Buffer.concat([Buffer.from('800000\r\n'), zeros, Buffer.from('\r\n0\r\n\r\n')]),
                ),
          );
        }
      },
      async (client) => {
        expect(await rejection(client.get('/declared'))).toMatchObject({ ...tooLarge, reason: 'declared' });
        expect(await rejection(client.get('/'))).toMatchObject(tooLarge);
        expect(await rejection(client.stream('GET', '/declared'))).toMatchObject({
          ...tooLarge,
          reason: 'declared',
        });
        expect(await rejection((await client.stream('GET', '/')).bytes())).toMatchObject(tooLarge);
      },
      { server, ...limits },
    ));
});

it('a cap of one call is stronger or weaker than the client’s', () =>
  withClient(
    answering(raw(['content-encoding: gzip'], gzipSync(Buffer.alloc(3_000)))),
    async (client) => {
      expect(await rejection(client.get('/', { maxResponseBytes: 2_999 }))).toMatchObject(tooLarge);
      expect((await (await client.get('/', { maxResponseBytes: 3_000 })).bytes()).byteLength).toBe(3_000);
      expect((await (await client.get('/', { maxResponseBytes: Infinity })).bytes()).byteLength).toBe(3_000);
      expect(await rejection(client.get('/'))).toMatchObject(tooLarge);
    },
    { maxResponseBytes: 1_000 },
  ));

it('a stream has no cap unless one is given', () =>
  withClient(answering(raw(['content-encoding: gzip'], gzipSync(zeros))), async (client) => {
    expect((await readStream(await client.stream('GET', '/'))).byteLength).toBe(zeros.byteLength);
  }));

describe('the body of an error status', () => {
  it.each(bombs)('in %s is cut at 64 KiB and still the status', (coding, bytes) =>
    withClient(answering(raw([`content-encoding: ${coding}`], bytes, '404 Not Found')), async (client) => {
      for (const options of [{}, limits]) {
        for (const call of [() => client.get('/', options), () => client.stream('GET', '/', options)]) {
          const thrown = (await rejection(call())) as NotFoundError;
          expect(thrown).toBeInstanceOf(NotFoundError);
          expect((await thrown.response.bytes()).byteLength).toBe(65_536);
          expect(thrown.response.isTruncated).toBe(true);
        }
      }
    }),
  );

  it('that is declared larger than the cap is no reason to hide the status', () =>
    withClient(answering(raw([], zeros, '404 Not Found')), async (client) => {
      const thrown = (await rejection(client.get('/', limits))) as NotFoundError;
      expect(thrown).toBeInstanceOf(NotFoundError);
      expect(thrown.response.isTruncated).toBe(true);
    }));

  // INVARIANT: never more than the configured bytes in memory, and the default for error bodies is not the configuration.
  it.each([
    ['as it is', []],
    ['in gzip', ['content-encoding: gzip']],
  ])('%s is held to a cap that is lower than 64 KiB', (_name, headers) => {
    const text = 'x'.repeat(5_000);
    const body = headers.length === 0 ? Buffer.from(text) : gzipSync(text);
    return withClient(
      answering(raw(headers, body, '500 Oops')),
      async (client) => {
        for (const call of [() => client.get('/'), () => client.stream('GET', '/')]) {
          const { response } = (await rejection(call())) as NotFoundError;
          expect(response.status).toBe(500);
          expect(await response.text()).toBe('x'.repeat(1_000));
          expect(response.isTruncated).toBe(true);
        }
      },
      { maxResponseBytes: 1_000 },
    );
  });

  it('that does not raise is held to the cap like any other', () =>
    withClient(
      answering(raw(['content-encoding: gzip'], gzipSync(zeros), '500 Oops')),
      async (client) => {
        expect(await rejection(client.get('/'))).toMatchObject(tooLarge);
        expect(await rejection((await client.stream('GET', '/')).bytes())).toMatchObject(tooLarge);
      },
      { throwOnStatus: false, ...limits },
    ));
});

describe('the body of a redirect', () => {
  it('larger than the cap does not fail a call that never reads it', () =>
    withClient(
      async (connection) => {
        for await (const { target } of connection.requests()) {
          const body = 'a'.repeat(500);
          connection.write(target === '/' ? raw(['location: /b'], body, '302 Found') : raw([], 'short'));
        }
      },
      async (client, server) => {
        expect(await client.get('/').text()).toBe('short');
        expect(await (await client.stream('GET', '/')).text()).toBe('short');
        expect(server.requests.length).toBe(4);
      },
      { maxResponseBytes: 100 },
    ));

  it('that is a bomb is read no further than its connection is worth', () =>
    withClient(
      async (connection) => {
        for await (const { target } of connection.requests()) {
          if (target === '/end') connection.write(raw([], 'end'));
          else {
            connection.write(raw(['location: /end', 'content-encoding: gzip'], bombs[0]?.[1], '302 Found'));
          }
        }
      },
      async (client) => {
        expect(await client.get('/').text()).toBe('end');
      },
    ));
});

describe('codings', () => {
  it.each(['gzip, gzip, gzip, gzip', Array(3_100).fill('gzip').join(','), Array(20).fill('br').join(', ')])(
    'more than three are refused (%#)',
    (codings) =>
      withClient(answering(raw([`content-encoding: ${codings}`], 'anything')), async (client) => {
        const thrown = await rejection(client.get('/'));
        expect(thrown).toBeInstanceOf(ProtocolError);
        // 3,100 of them are more than 16 KiB of headers.
        expect(thrown).toMatchObject({ reason: codings.length < 16_384 ? 'encoding' : 'headers' });
        expect(await rejection(client.stream('GET', '/'))).toBeInstanceOf(ProtocolError);
      }),
  );

  it('an unknown one is refused, and read raw without decompress', () =>
    withClient(answering(raw(['content-encoding: rot13'], 'uryyb')), async (client) => {
      expect(await rejection(client.get('/'))).toMatchObject({ reason: 'encoding' });
      expect(await client.extend({ decompress: false }).get('/').text()).toBe('uryyb');
    }));
});
