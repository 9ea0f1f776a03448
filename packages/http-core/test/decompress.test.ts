import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { expectNothingLeft } from '../../http-testing/src/fault-server/leak-check.ts';
import {
  acceptEncoding,
  capStream,
  type Coding,
  decodeBuffered,
  decodeStream,
  parseContentCodings,
} from '../src/decompress.ts';
import { NetworkError } from '../src/errors/network-error.ts';
import { ProtocolError } from '../src/errors/protocol-error.ts';
import { ResponseTooLargeError } from '../src/errors/response-too-large-error.ts';
import { cpuTime } from './support/cpu-time.ts';
import { httpServer } from './support/http-server.ts';

const text = Buffer.from('hello '.repeat(1000));
const megabyte = 2 ** 20;
const zeros = Buffer.alloc(megabyte);

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const list: Uint8Array[] = [];
  for await (const chunk of chunks) list.push(chunk);
  return Buffer.concat(list);
}

/** A source that tells how far it was pulled and whether it was let go. */
function source(chunks: Iterable<Uint8Array>) {
  const state = { pulled: 0, isReleased: false };
  async function* run() {
    try {
      for (const chunk of chunks) {
        state.pulled++;
        yield chunk;
      }
    } finally {
      state.isReleased = true;
    }
  }
  return { state, chunks: run() };
}

/** What a stream holds ready, in as many pieces as it gives it. */
function* readAll(stream: Readable): Generator<Buffer> {
  for (let chunk; (chunk = stream.read() as Buffer | null) !== null;) yield chunk;
}

/** What both ways of decoding make of a body; they must agree. */
async function decode(bytes: Uint8Array, codings: readonly Coding[], limit = Infinity): Promise<Buffer> {
  const outcomes = await Promise.allSettled([
    decodeBuffered(bytes, codings, limit),
    collect(decodeStream(source([bytes]).chunks, codings, limit)),
  ]);
  const [buffered, streamed] = outcomes;
  if (buffered.status === 'rejected' || streamed.status === 'rejected') {
    const reasons = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? String(outcome.reason) : 'fulfilled',
    );
    expect(reasons[0]).toBe(reasons[1]);
    throw (buffered as PromiseRejectedResult).reason;
  }
  expect(Buffer.compare(buffered.value, streamed.value)).toBe(0);
  return streamed.value;
}

/** Tells how much the process has grown since, its highest point included when that is new. */
function memory(): { growth(): number } {
  gc?.();
  const before = process.memoryUsage.rss();
  const highest = () => process.resourceUsage().maxRSS * 1024;
  const highestBefore = highest();
  return {
    growth: () => Math.max(process.memoryUsage.rss(), highest() > highestBefore ? highest() : 0) - before,
  };
}

const truncated = expect.objectContaining({
  name: 'NetworkError',
  reason: 'truncated',
  responseStarted: true,
});
const badEncoding = expect.objectContaining({ name: 'ProtocolError', reason: 'encoding' });

describe('parseContentCodings', () => {
  it('lists the codings in the order they were applied', () => {
    expect(parseContentCodings('gzip')).toEqual(['gzip']);
    expect(parseContentCodings(' X-GZip ,, identity,\tBR ,')).toEqual(['gzip', 'br']);
    expect(parseContentCodings('deflate, zstd, identity, identity, gzip')).toEqual([
      'deflate',
      'zstd',
      'gzip',
    ]);
  });

  it('allocates nothing in the usual cases', () => {
    expect(parseContentCodings(undefined)).toBe(parseContentCodings('identity'));
    expect(parseContentCodings(' , identity')).toBe(parseContentCodings(undefined));
    for (const name of ['gzip', 'br', 'zstd', 'deflate']) {
      expect(parseContentCodings(name)).toBe(parseContentCodings(name));
    }
  });

  it('refuses unknown codings and more than three', () => {
    expect(() => parseContentCodings('gzip, rot13')).toThrow(ProtocolError);
    expect(() => parseContentCodings('compress')).toThrow(badEncoding);
    expect(() => parseContentCodings('__proto__')).toThrow(badEncoding);
    expect(() => parseContentCodings('gzip, gzip, gzip, gzip')).toThrow(badEncoding);
    expect(() => parseContentCodings('gzip, '.repeat(20))).toThrow(badEncoding);
  });

  it('reads hostile headers of 64 KiB in linear time and quotes little of them', () => {
    for (const piece of [',', ' ', 'identity,', ' ,\t', 'a', '"']) {
      const header = piece.repeat(Math.ceil(65_536 / piece.length));
      const start = cpuTime();
      let message = '';
      try {
        parseContentCodings(header);
      } catch (error) {
        ({ message } = error as Error);
      }
      expect(cpuTime() - start).toBeLessThan(50);
      expect(message.length).toBeLessThan(120);
    }
  });
});

it('asks for what it can decode', () => {
  expect(acceptEncoding).toBe('gzip, deflate, br, zstd');
  for (const name of acceptEncoding.split(', ')) expect(parseContentCodings(name)).toEqual([name]);
});

describe('formats', () => {
  it('takes deflate as zlib and as bare deflate', async () => {
    expect(await decode(zlib.deflateSync(text), ['deflate'])).toEqual(text);
    for (const level of [0, 1, 9]) {
      expect(await decode(zlib.deflateRawSync(text, { level }), ['deflate'])).toEqual(text);
    }
  });

  it('joins the members of gzip and the frames of zstd, wherever the chunks begin', async () => {
    for (const [coding, part] of [
      ['gzip', zlib.gzipSync('part')],
      ['zstd', zlib.zstdCompressSync('part')],
    ] as const) {
      const body = Buffer.concat([part, part, part]);
      expect((await decode(body, [coding])).toString()).toBe('partpartpart');
      for (let cut = 1; cut < body.length; cut++) {
        const chunks = [body.subarray(0, cut), Buffer.alloc(0), body.subarray(cut)];
        expect((await collect(decodeStream(source(chunks).chunks, [coding], 100))).toString()).toBe(
          'partpartpart',
        );
      }
    }
  });

  it('undoes layers from the last to the first', async () => {
    const body = zlib.zstdCompressSync(zlib.brotliCompressSync(zlib.gzipSync(text)));
    expect(await decode(body, ['gzip', 'br', 'zstd'])).toEqual(text);
    await expect(decode(body, ['zstd', 'br', 'gzip'])).rejects.toThrow(badEncoding);
  });

  it('takes no bytes at all for an empty body in any coding', async () => {
    for (const coding of ['gzip', 'deflate', 'br', 'zstd'] as const) {
      expect(await decode(new Uint8Array(), [coding])).toHaveLength(0);
      expect(await collect(decodeStream(source([]).chunks, [coding, 'gzip'], 0))).toHaveLength(0);
      expect(await decode(zlib.gzipSync(''), [coding, 'gzip'])).toHaveLength(0);
    }
    expect(await decode(zlib.gzipSync(''), ['gzip'], 0)).toHaveLength(0);
  });

  it('refuses a zstd window beyond RFC 9659 before it is allocated', async () => {
    // Frame header: no content size, window descriptor 2^(10 + 14) bytes; then one empty last block.
    const frame = (descriptor: number) =>
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, descriptor, 0x01, 0x00, 0x00]);
    expect(await decode(frame(13 << 3), ['zstd'])).toHaveLength(0);
    await expect(decode(frame(14 << 3), ['zstd'])).rejects.toThrow(badEncoding);
  });

  it('refuses a crowd of tiny zstd frames', async () => {
    const frames = Buffer.concat(Array.from({ length: 3000 }, () => zlib.zstdCompressSync('')));
    await expect(decode(frames, ['zstd'])).rejects.toThrow(badEncoding);
  });

  it('tells a cut body from a corrupt one, with the cause', async () => {
    const body = zlib.gzipSync(text);
    const cut = await decode(body.subarray(0, -1), ['gzip']).catch((error: unknown) => error);
    expect(cut).toBeInstanceOf(NetworkError);
    expect(cut).toEqual(truncated);
    const corrupt = Buffer.from(body);
    corrupt[body.length - 6] = corrupt[body.length - 6]! ^ 1;
    const error = (await decode(corrupt, ['gzip']).catch((caught: unknown) => caught)) as ProtocolError;
    expect(error).toEqual(badEncoding);
    expect(error.cause).toMatchObject({ code: 'Z_DATA_ERROR' });
    await expect(decode(Buffer.concat([body, Buffer.from('junk')]), ['gzip'])).rejects.toThrow(badEncoding);
    for (const stray of ['\0', '\n']) {
      await expect(decode(Buffer.concat([body, Buffer.from(stray)]), ['gzip'])).rejects.toThrow(badEncoding);
    }
    await expect(decode(Buffer.concat([body, body.subarray(0, 1)]), ['gzip'])).rejects.toThrow(truncated);
    await expect(decode(Buffer.from('<html>'), ['gzip'])).rejects.toThrow(badEncoding);
  });
});

describe('limits', () => {
  it('counts decoded bytes, to the byte', async () => {
    for (const [coding, body] of [
      ['gzip', zlib.gzipSync(text)],
      ['br', zlib.brotliCompressSync(text)],
    ] as const) {
      expect(await decode(body, [coding], text.length)).toHaveLength(text.length);
      await expect(decode(body, [coding], text.length - 1)).rejects.toThrow(ResponseTooLargeError);
    }
    await expect(decodeBuffered(text, [], text.length - 1)).rejects.toMatchObject({
      reason: 'streamed',
      limit: text.length - 1,
    });
  });

  it('lets a body of exactly the limit through layers that only added to it', async () => {
    const noise = Buffer.from(
      Array.from({ length: 40_000 }, (_, index) => (Math.imul(index, 2654435761) >>> 13) & 255),
    );
    const body = zlib.gzipSync(zlib.gzipSync(zlib.gzipSync(noise, { level: 0 }), { level: 0 }), { level: 0 });
    expect(await decode(body, ['gzip', 'gzip', 'gzip'], noise.length)).toEqual(noise);
  });

  it('holds an inner layer to the limit too', async () => {
    const member = zlib.gzipSync(zeros);
    const inner = Buffer.concat(Array.from({ length: 400 }, () => member));
    const body = zlib.gzipSync(inner);
    await expect(decode(body, ['gzip', 'gzip'], 100_000)).rejects.toMatchObject({
      reason: 'streamed',
      limit: 100_000,
    });
  });

  // INVARIANT: a bomb is held back while it is decoded, not after: counting the whole would need its 300 MB.
  it.each(['gzip', 'zstd'] as const)(
    'stops a %s bomb of 300 MB within three times the limit',
    async (coding) => {
      const limit = 16 * megabyte;
      const member = zlib.gzipSync(zeros, { level: 9 });
      const bomb =
        coding === 'gzip'
          ? Buffer.concat(Array.from({ length: 300 }, () => member))
          : zlib.zstdCompressSync(Buffer.alloc(300 * megabyte));
      expect(bomb.length).toBeLessThan(320_000);
      const { growth } = memory();
      await expect(decodeBuffered(bomb, [coding], limit)).rejects.toThrow(ResponseTooLargeError);
      expect(growth()).toBeLessThan(3 * limit);

      const { chunks, state } = source([bomb]);
      let held = 0;
      const streamed = (async () => {
        for await (const chunk of decodeStream(chunks, [coding], limit)) held += chunk.length;
      })();
      await expect(streamed).rejects.toThrow(ResponseTooLargeError);
      expect(held).toBeLessThanOrEqual(limit);
      expect(state.isReleased).toBe(true);
      expect(growth()).toBeLessThan(3 * limit);
    },
  );

  it('caps an identity stream and lets the source go', async () => {
    const { chunks, state } = source([text, text, text]);
    await expect(collect(capStream(chunks, 2 * text.length))).rejects.toThrow(ResponseTooLargeError);
    expect(state).toEqual({ pulled: 3, isReleased: true });
    expect(await collect(capStream(source([text, text]).chunks, 2 * text.length))).toHaveLength(
      2 * text.length,
    );
    const unlimited = source([text]).chunks;
    expect(capStream(unlimited, Infinity)).toBe(unlimited);
  });
});

describe('streams', () => {
  const noise = Buffer.from(
    Array.from({ length: 300_000 }, (_, index) => (Math.imul(index, 2654435761) >>> 13) & 255),
  );
  const body = zlib.gzipSync(noise);
  const pieces = Array.from({ length: 100 }, (_, index) => body.subarray(index * 4000, (index + 1) * 4000));

  it('pulls only what is asked for', async () => {
    const { chunks, state } = source(pieces);
    const iterator = decodeStream(chunks, ['gzip'], Infinity)[Symbol.asyncIterator]();
    expect(state.pulled).toBe(0);
    await iterator.next();
    const { pulled } = state;
    expect(pulled).toBeLessThan(20);
    await new Promise((resolve) => setImmediate(resolve));
    expect(state.pulled).toBe(pulled);
    await iterator.return?.();
    expect(state.isReleased).toBe(true);
  });

  it('gives what has come without waiting for more', async () => {
    const gzip = zlib.createGzip();
    gzip.write('first');
    await new Promise<void>((resolve) => gzip.flush(zlib.constants.Z_SYNC_FLUSH, resolve));
    const first = Buffer.concat([...readAll(gzip)]);
    let release = () => {};
    async function* slow() {
      yield first;
      await new Promise<void>((resolve) => (release = resolve));
    }
    const iterator = decodeStream(slow(), ['gzip'], Infinity)[Symbol.asyncIterator]();
    expect(Buffer.from((await iterator.next()).value as Uint8Array).toString()).toBe('first');
    const next = iterator.next();
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await expect(next).rejects.toThrow(truncated);
  });

  it('lets the source go when it is left before it is begun', async () => {
    const stream = Readable.from(pieces);
    await decodeStream(stream, ['gzip'], Infinity)[Symbol.asyncIterator]().return?.();
    expect(stream.destroyed).toBe(true);
    const other = Readable.from(pieces);
    await capStream(other, 10)[Symbol.asyncIterator]().return?.();
    expect(other.destroyed).toBe(true);
  });

  it("passes the source's own failure on as it is", async () => {
    const failure = new Error('aborted');
    async function* failing(bytes: Uint8Array) {
      yield bytes.subarray(0, 1000);
      throw failure;
    }
    await expect(collect(decodeStream(failing(body), ['gzip'], Infinity))).rejects.toBe(failure);
    const twice = zlib.gzipSync(body);
    await expect(collect(decodeStream(failing(twice), ['gzip', 'gzip'], Infinity))).rejects.toBe(failure);
  });

  it('leaves nothing behind, however it ends', async () => {
    await using server = await httpServer((_request, response) => {
      response.write(body.subarray(0, 200_000));
    });
    const open = async (): Promise<IncomingMessage> => {
      const request = get(server.url, { agent: false });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      request.on('error', () => {});
      return response;
    };
    const cases: Record<
      string,
      (response: IncomingMessage, decoded: AsyncIterable<Uint8Array>) => Promise<void>
    > = {
      async break(_response, decoded) {
        for await (const _chunk of decoded) break;
      },
      async throw(_response, decoded) {
        const failure = new Error('consumer');
        const run = async () => {
          for await (const _chunk of decoded) throw failure;
        };
        await expect(run()).rejects.toBe(failure);
      },
      async abort(response, decoded) {
        const iterator = decoded[Symbol.asyncIterator]();
        await iterator.next();
        const rest = (async () => {
          while ((await iterator.next()).done !== true);
        })();
        response.destroy(new Error('aborted'));
        await expect(rest).rejects.toThrow('aborted');
      },
      async unread(_response, decoded) {
        await decoded[Symbol.asyncIterator]().return?.();
      },
    };
    for (const [name, run] of Object.entries(cases)) {
      for (const codings of [['gzip'], ['br', 'gzip']] as const) {
        if (codings.length > 1 && name !== 'unread') continue;
        await expectNothingLeft(
          async () => {
            const response = await open();
            await run(response, decodeStream(response, codings, Infinity));
          },
          { servers: [server] },
        );
      }
    }
  });
});
