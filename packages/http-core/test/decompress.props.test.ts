import * as zlib from 'node:zlib';

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { type Coding, decodeBuffered, decodeStream } from '../src/decompress.ts';
import { NetworkError } from '../src/errors/network-error.ts';
import { ProtocolError } from '../src/errors/protocol-error.ts';
import { ResponseTooLargeError } from '../src/errors/response-too-large-error.ts';

const encoders = {
  gzip: { coding: 'gzip', encode: zlib.gzipSync },
  zlib: { coding: 'deflate', encode: zlib.deflateSync },
  bare: { coding: 'deflate', encode: zlib.deflateRawSync },
  br: {
    coding: 'br',
    encode: (bytes: Uint8Array) =>
      zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }),
  },
  zstd: { coding: 'zstd', encode: (bytes: Uint8Array) => zlib.zstdCompressSync(bytes) },
} as const;
type Format = keyof typeof encoders;

const format = fc.constantFrom<Format>('gzip', 'zlib', 'bare', 'br', 'zstd');
const formats = fc.array(format, { minLength: 1, maxLength: 3 });
/** Bytes that compress well, badly or not at all, up to a few hundred kilobytes. */
const content = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.integer({ min: 1, max: 2000 }))
    .map(([unit, times]) => new Uint8Array(Buffer.concat(Array.from({ length: times }, () => unit)))),
);
/** Where the network cuts a body, as fractions of it. */
const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });

function encode(bytes: Uint8Array, layers: readonly Format[]): { body: Buffer; codings: Coding[] } {
  let body = Buffer.from(bytes);
  for (const layer of layers) body = encoders[layer].encode(body);
  return { body, codings: layers.map((layer) => encoders[layer].coding) };
}

async function* chunked(
  body: Uint8Array,
  fractions: readonly number[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const ends = fractions.map((fraction) => Math.floor(fraction * body.length)).sort((a, b) => a - b);
  let start = 0;
  for (const end of [...ends, body.length]) {
    yield body.subarray(start, end);
    start = end;
  }
}

/** The bytes as text, or the class and reason of the failure. */
async function verdict(run: () => Promise<Uint8Array>): Promise<string> {
  try {
    return `ok ${Buffer.from(await run()).toString('latin1')}`;
  } catch (error) {
    if (
      error instanceof NetworkError ||
      error instanceof ProtocolError ||
      error instanceof ResponseTooLargeError
    ) {
      return `${error.name} ${error.reason}`;
    }
    throw error;
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const list: Uint8Array[] = [];
  for await (const chunk of chunks) list.push(chunk);
  return Buffer.concat(list);
}

/** The verdict on a body, which must not depend on the mode or on how the network cuts it. */
async function judge(
  body: Uint8Array,
  codings: Coding[],
  fractions: number[],
  limit = Infinity,
): Promise<string> {
  const buffered = await verdict(() => decodeBuffered(body, codings, limit));
  const streamed = await verdict(() => collect(decodeStream(chunked(body, fractions), codings, limit)));
  expect(streamed).toBe(buffered);
  return buffered;
}

it('what was encoded comes back, whatever the layers and chunks', async () => {
  await fc.assert(
    fc.asyncProperty(content, formats, cuts, async (bytes, layers, fractions) => {
      const { body, codings } = encode(bytes, layers);
      expect(await judge(body, codings, fractions)).toBe(`ok ${Buffer.from(bytes).toString('latin1')}`);
    }),
    { numRuns: 150 },
  );
});

it('every proper prefix is truncated', async () => {
  const bytes = Buffer.from(
    JSON.stringify(Array.from({ length: 20 }, (_, id) => ({ id, name: `name ${id * id}` }))),
  );
  for (const layers of [['gzip'], ['zlib'], ['bare'], ['br'], ['zstd'], ['br', 'gzip']] as Format[][]) {
    const { body, codings } = encode(bytes, layers);
    for (let length = 1; length < body.length; length++) {
      expect(await judge(body.subarray(0, length), codings, [0.5])).toBe('NetworkError truncated');
    }
  }
});

it('every proper prefix is truncated, whatever the content, layers and chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      content,
      formats,
      cuts,
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (bytes, layers, fractions, at) => {
        const { body, codings } = encode(bytes, layers);
        const length = Math.min(body.length - 1, Math.max(1, Math.floor(at * body.length)));
        fc.pre(length > 0);
        expect(await judge(body.subarray(0, length), codings, fractions)).toBe('NetworkError truncated');
      },
    ),
    { numRuns: 150 },
  );
});

/** What a further member or frame begins with: as junk it is one that was cut. */
function beginsAnother(coding: Coding | undefined, junk: Uint8Array): boolean {
  if (coding === 'gzip') return junk[0] === 0x1f;
  return coding === 'zstd' && (junk[0] === 0x28 || (junk[0]! & 0xf0) === 0x50);
}

it('anything behind the end is a ProtocolError', async () => {
  const junk = fc.uint8Array({ minLength: 1, maxLength: 100 });
  await fc.assert(
    fc.asyncProperty(content, formats, cuts, junk, async (bytes, layers, fractions, behind) => {
      const { body, codings } = encode(bytes, layers);
      fc.pre(!beginsAnother(codings.at(-1), behind));
      // Only the size of what was decoded tells a stray byte from a header that was cut.
      fc.pre(bytes.length > 0 || behind.length > 1);
      const whole = Buffer.concat([body, behind]);
      expect(await judge(whole, codings, [...fractions, body.length / whole.length])).toBe(
        'ProtocolError encoding',
      );
    }),
    { numRuns: 150 },
  );
});

it('a flipped bit gives the same verdict in both modes', async () => {
  const position = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  await fc.assert(
    fc.asyncProperty(
      content,
      formats,
      cuts,
      position,
      fc.nat(7),
      async (bytes, layers, fractions, at, bit) => {
        const { body, codings } = encode(bytes, layers);
        const index = Math.floor(at * body.length);
        body[index] = body[index]! ^ (1 << bit);
        const outcome = await judge(body, codings, fractions);
        expect(outcome).toMatch(/^(ok |NetworkError truncated$|ProtocolError encoding$)/);
      },
    ),
    { numRuns: 300 },
  );
});

it('the limit is exact in both modes', async () => {
  await fc.assert(
    fc.asyncProperty(
      content,
      formats,
      cuts,
      fc.integer({ min: -3, max: 3 }),
      async (bytes, layers, fractions, slack) => {
        const { body, codings } = encode(bytes, layers);
        const limit = Math.max(0, bytes.length + slack);
        const outcome = await judge(body, codings, fractions, limit);
        if (limit >= bytes.length) expect(outcome).toBe(`ok ${Buffer.from(bytes).toString('latin1')}`);
        else expect(outcome).toBe('ResponseTooLargeError streamed');
      },
    ),
    { numRuns: 150 },
  );
});
