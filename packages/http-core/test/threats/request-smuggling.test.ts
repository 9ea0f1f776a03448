import { Readable } from 'node:stream';

import { describe, expect, it, vi } from 'vitest';

import type { BodyInput } from '../../src/body/body-input.ts';
import { InvalidRequestError } from '../../src/errors/index.ts';
import type { HeadersInput } from '../../src/headers/headers-input.ts';
import { middleware } from '../../src/interceptors/middleware.ts';
import {
  type NamedServer,
  namedServer,
  rejection,
  routing,
  withNamedClient,
} from '../support/named-origins.ts';

const secures = [false, true];
const smuggled = 'GET /evil HTTP/1.1\r\nhost: evil\r\n\r\n';

const start = (isSecure: boolean): Promise<NamedServer> =>
  namedServer(
    routing(() => ({ body: 'done' })),
    isSecure,
  );

const hostile: readonly (readonly [what: string, headers: HeadersInput, body?: BodyInput])[] = [
  ['a length below the body', { 'content-length': '3' }, 'text'],
  ['a length above the body', { 'content-length': '5' }, 'text'],
  ['a length of a body that is none', { 'content-length': '4' }],
  ['a length of zero', { 'content-length': '0' }, 'text'],
  ['a length in characters', { 'content-length': '1' }, 'é'],
  ['two lengths', { 'content-length': ['4', '4'] }, 'text'],
  ['two lengths in different case', { 'Content-Length': '4', 'content-length': '4' }, 'text'],
  [
    'two lengths in a list of pairs',
    [
      ['Content-Length', '4'],
      ['CONTENT-LENGTH', '40'],
    ],
    'text',
  ],
  ['a list of lengths', { 'content-length': '4, 4' }, 'text'],
  ...['+4', '-4', '0x4', '4.0', '4e0', '', '4 4', '4_0', '99999999999999999999'].map(
    (length) => [`the length ${length}`, { 'content-length': length }, 'text'] as const,
  ),
  ['a length and chunks', { 'content-length': '4', 'transfer-encoding': 'chunked' }, 'text'],
  ...['chunked', 'Chunked', 'chunked, identity', 'identity', 'gzip, chunked', 'x', ''].map(
    (coding) => [`transfer-encoding: ${coding}`, { 'Transfer-Encoding': coding }, 'text'] as const,
  ),
  ['transfer-encoding without a body', { 'transfer-encoding': 'chunked' }],
  ...['content-length', 'close, content-length', 'upgrade', 'x-api-key', 'keep-alive, te', ''].map(
    (option) => [`connection: ${option}`, { connection: option }, 'text'] as const,
  ),
  ['two connections', { connection: ['close', 'keep-alive'] }],
  ['upgrade', { upgrade: 'h2c' }],
  ['http2-settings', { 'http2-settings': 'AAMAAABkAAQAAP__' }],
  ['te: gzip', { te: 'gzip' }],
  ['trailer', { trailer: 'x-evil' }, 'text'],
  ['expect', { expect: '100-continue' }, 'text'],
  ['keep-alive', { 'keep-alive': 'timeout=5' }],
  ['proxy-connection', { 'proxy-connection': 'keep-alive' }],
  ['two hosts', { host: ['a.test', 'b.test'] }],
  ['a host with a path', { host: 'a.test/x' }],
  ['a host with userinfo', { host: 'u@a.test' }],
];

// INVARIANT: row U7: where a request ends is the client's to say; breaks when a caller's or a layer's header gets to.
describe.each(secures)('framing by the caller (TLS: %s)', (isSecure) => {
  const cases = hostile.map(([what, headers, body]) => ({ what, headers, body }));
  it.each(cases)('$what is refused before anything is connected', async ({ headers, body }) => {
    await using server = await start(isSecure);
    const baseUrl = server.at('a.test');
    const options = { servers: [server], baseUrl };
    const sent = body === undefined ? {} : { body };
    await withNamedClient(options, async (client) => {
      for (const send of [
        () => client.post('', { ...sent, headers }),
        () => client.put('', { ...sent, headers, timeout: 1_000 }),
        () => client.stream('POST', '', { ...sent, headers }),
        () => client.extend({ headers }).post('', sent),
      ]) {
        expect(await rejection(send())).toBeInstanceOf(InvalidRequestError);
      }
    });
    for (const scope of ['call', 'attempt', 'hop'] as const) {
      const adding = middleware(scope, (context, next) => {
        context.request.headers.layer(headers);
        return next(context);
      });
      await withNamedClient({ ...options, plugins: [adding] }, async (client) => {
        expect(await rejection(client.post('', sent))).toBeInstanceOf(InvalidRequestError);
        expect(await rejection(client.stream('POST', '', sent))).toBeInstanceOf(InvalidRequestError);
      });
    }
    expect(server.connections).toBe(0);
  });

  it.each([
    ['a string', () => 'text'],
    ['bytes', () => Buffer.from('text')],
    ['a blob', () => new Blob(['text'])],
    ['a stream', () => Readable.from([Buffer.from('text')])],
    ['a function', () => () => Readable.from([Buffer.from('text')])],
  ])('the right length of %s is what goes out', async (_what, body) => {
    await using server = await start(isSecure);
    await withNamedClient({ servers: [server], baseUrl: server.at('a.test') }, (client) =>
      client.post('', { body: body(), headers: { 'Content-Length': '4' } }),
    );
    expect(server.requests[0]?.headers).toMatchObject({ 'content-length': ['4'] });
    expect(server.requests[0]?.headers['transfer-encoding']).toBeUndefined();
    expect(server.requests[0]?.body.toString()).toBe('text');
  });

  const scopes = ['caller', 'call', 'attempt', 'hop'] as const;
  it.each(scopes)('a stream is held to the length that the %s told of it', async (scope) => {
    for (const length of ['4', '40', '0']) {
      await using server = await namedServer(async (connection) => {
        const head = await connection.head();
        expect(head.headers).toMatchObject({ 'content-length': [length] });
        await connection.closed;
        expect(connection.unread.length).toBeLessThanOrEqual(Number(length));
      }, isSecure);
      const headers = { 'content-length': length };
      const telling =
        scope === 'caller'
          ? []
          : [
              middleware(scope, (context, next) => {
                context.request.headers.layer(headers);
                return next(context);
              }),
            ];
      const body = Readable.from([Buffer.from('0'), Buffer.from(smuggled)]);
      await withNamedClient(
        { servers: [server], baseUrl: server.at('a.test'), plugins: telling },
        async (client) => {
          const call = client.post('', { body, ...(scope === 'caller' ? { headers } : {}) });
          expect(await rejection(call)).toBeInstanceOf(InvalidRequestError);
        },
      );
      expect(body.destroyed).toBe(true);
      expect(server.errors).toEqual([]);
    }
  });

  it('a layer may take the length of a stream away, and gets the framing of a stream', async () => {
    await using server = await start(isSecure);
    const taking = middleware('hop', (hop, next) => {
      hop.request.headers.delete('content-length');
      return next(hop);
    });
    await withNamedClient({ servers: [server], baseUrl: server.at('a.test'), plugins: [taking] }, (client) =>
      client.post('', { body: Readable.from([Buffer.from('text')]), headers: { 'content-length': 4 } }),
    );
    expect(server.requests[0]?.body.toString()).toBe('text');
  });

  // INVARIANT: row U8: a boundary that can be foreseen lets the content of one field make another.
  it('a boundary is neither foreseen nor found in what it bounds', async () => {
    await using server = await start(isSecure);
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.5);
    await withNamedClient({ servers: [server], baseUrl: server.at('a.test') }, async (client) => {
      const first = new FormData();
      first.set('a', '1');
      await client.post('', { body: first });
      await client.post('', { body: first });
      // What an attacker saw of one request does not help with the next.
      const seen = server.requests[0]?.body.toString() ?? '';
      const second = new FormData();
      second.set('a', seen);
      second.set('b', new File([seen, '\r\n', seen], 'b'));
      await client.post('', { body: second });
    });
    random.mockRestore();
    const boundaries = server.requests.map(
      ({ headers }) => /^multipart\/form-data; boundary=(.+)$/.exec(headers['content-type']?.[0] ?? '')?.[1],
    );
    expect(new Set(boundaries).size).toBe(3);
    for (const boundary of boundaries) expect(boundary).toMatch(/[\da-f]{32,}$/);
    const counts = server.requests.map(
      ({ body }, index) => body.toString().split(boundaries[index] ?? '').length - 1,
    );
    expect(counts).toEqual([2, 2, 3]);
  });
});
