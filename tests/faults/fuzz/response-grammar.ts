import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

import type { SeededRandom } from '../seeded-random.ts';

const statuses = [
  '200 OK',
  '201 Created',
  '404 Not Found',
  '500 Oops',
  '204 No Content',
  '304 Not Modified',
  '999 ?',
];
const plainHeaders = [
  'content-type: application/json; charset=utf-8',
  'set-cookie: a=b; Path=/; HttpOnly',
  'keep-alive: timeout=5, max=100',
  'connection: keep-alive',
  'connection: close',
  'date: Sat, 21 Nov 2026 12:00:00 GMT',
  'vary: *',
  'retry-after: 1',
  'x-empty:',
];
const codings: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  identity: (body) => body,
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
};

const earlyHints = ['HTTP/1.1 ', '103 Early Hints', '\r\n', 'link: </a>; rel=preload', '\r\n', '\r\n'];

/** The tokens of one well-formed response of HTTP/1.1 (RFC 9112), the tag in its head and body. */
export function responseTokens(random: SeededRandom, tag: string): readonly Buffer[] {
  const tokens: string[] = [];
  if (random.chance(0.1)) tokens.push(...earlyHints);
  const status = random.pick(statuses);
  tokens.push('HTTP/1.1 ', random.chance(0.6) ? '200 OK' : status, '\r\n', `x-tag: ${tag}`, '\r\n');
  for (let count = random.below(5); count > 0; count--) tokens.push(random.pick(plainHeaders), '\r\n');
  const coding = random.chance(0.3) ? random.pick(Object.keys(codings)) : 'identity';
  if (coding !== 'identity') tokens.push('content-encoding', ': ', coding, '\r\n');
  const body = codings[coding]?.(Buffer.from(tag.repeat(1 + random.below(20)))) ?? Buffer.alloc(0);
  const head = tokens.map((token) => Buffer.from(token, 'latin1'));
  return [...head, ...framed(random, body)];
}

function framed(random: SeededRandom, body: Buffer): readonly Buffer[] {
  const texts = (...all: readonly string[]): readonly Buffer[] =>
    all.map((one) => Buffer.from(one, 'latin1'));
  if (random.chance(0.1)) return [...texts('connection: close', '\r\n', '\r\n'), body];
  const length = String(body.length);
  if (random.chance(0.5)) return [...texts('content-length', ': ', length, '\r\n', '\r\n'), body];
  const tokens = [...texts('transfer-encoding', ': ', 'chunked', '\r\n', '\r\n')];
  for (let from = 0; from < body.length;) {
    const chunk = body.subarray(from, from + 1 + random.below(60));
    from += chunk.length;
    const extension = random.chance(0.1) ? ';name="value"' : '';
    tokens.push(...texts(chunk.length.toString(16), extension, '\r\n'), chunk, ...texts('\r\n'));
  }
  tokens.push(...texts('0', '\r\n'));
  if (random.chance(0.1)) tokens.push(...texts('x-trailer: 1', '\r\n'));
  return [...tokens, ...texts('\r\n')];
}
