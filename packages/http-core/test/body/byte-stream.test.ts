import { describe, expect, test } from 'vitest';

import type { ByteSource } from '../../src/body/byte-source.ts';
import { ByteStream } from '../../src/body/byte-stream.ts';
import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';

class FakeSource implements ByteSource {
  readonly reasons: unknown[] = [];
  readonly #chunks: unknown[];
  constructor(...chunks: unknown[]) {
    this.#chunks = chunks;
  }
  async next(): Promise<IteratorResult<unknown, unknown>> {
    if (this.#chunks.length === 0) return { done: true, value: undefined };
    const value = this.#chunks.shift();
    if (value instanceof Error) throw value;
    return value === 'hang' ? new Promise(() => {}) : { done: false, value };
  }
  destroy(reason: unknown): void {
    this.reasons.push(reason);
  }
}

const read = async (stream: ByteStream): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks.map((chunk) => Buffer.from(chunk).toString('utf8')).join('|');
};

describe('ByteStream', () => {
  test('passes bytes, encodes strings, skips empty chunks', async () => {
    const source = new FakeSource(Buffer.from('a'), '', new Uint8Array(0), 'é');
    expect(await read(new ByteStream(source, 3))).toBe('a|é');
    expect(source.reasons).toEqual([]);
  });

  test.each([[[1, 2]], [7], [{}], [null], [undefined], [new ArrayBuffer(1)], [new Uint16Array(1)]])(
    'ends with an error at a chunk %o, and the source with it',
    async (chunk) => {
      const source = new FakeSource('a', chunk, 'b');
      const stream = new ByteStream(source, undefined);
      expect((await stream.next()).done).toBe(false);
      const error = await stream.next().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect((error as Error).message).toMatch(/^body yields an? .*|^body yields (null|undefined)/);
      expect(source.reasons).toEqual([error]);
      await expect(stream.next()).rejects.toBe(error);
    },
  );

  test('refuses more bytes than announced, before handing them over', async () => {
    const source = new FakeSource('ab', 'cd');
    const stream = new ByteStream(source, 3);
    await stream.next();
    await expect(stream.next()).rejects.toThrow('body yields more than the 3 bytes of content-length');
    expect(source.reasons).toHaveLength(1);
  });

  test('refuses fewer bytes than announced', async () => {
    const source = new FakeSource('ab');
    await expect(read(new ByteStream(source, 3))).rejects.toThrow(
      'body ended after 2 of the 3 bytes of content-length',
    );
    expect(source.reasons).toHaveLength(1);
  });

  test("a source's own failure is the cause", async () => {
    const cause = new Error('disk');
    const source = new FakeSource(cause);
    const error = await new ByteStream(source, undefined).next().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect((error as Error).cause).toBe(cause);
    expect(source.reasons).toEqual([error]);
  });

  test('destroy rejects a pending read at once, with the reason itself', async () => {
    const source = new FakeSource('hang');
    const stream = new ByteStream(source, undefined);
    const pending = stream.next();
    const reason = new Error('aborted');
    stream.destroy(reason);
    await expect(pending).rejects.toBe(reason);
    await expect(stream.next()).rejects.toBe(reason);
    stream.destroy(new Error('again'));
    expect(source.reasons).toEqual([reason]);
  });

  // INVARIANT: a body that was cut short never looks like one that ended; the peer would take half a body for a whole one.
  test('a stream that is destroyed between reads does not end quietly', async () => {
    const stream = new ByteStream(new FakeSource('a'), undefined);
    await stream.next();
    stream.destroy(undefined);
    await expect(stream.next()).rejects.toThrow(InvalidRequestError);
  });

  test('a consumer that leaves ends the source, a finished stream needs no end', async () => {
    const source = new FakeSource('a', 'b');
    for await (const chunk of new ByteStream(source, undefined)) {
      expect(chunk).toHaveLength(1);
      break;
    }
    expect(source.reasons).toEqual([undefined]);
    const finished = new FakeSource('a');
    const stream = new ByteStream(finished, undefined);
    await read(stream);
    await stream.return();
    stream.destroy(new Error('late'));
    expect(finished.reasons).toEqual([]);
    expect((await stream.next()).done).toBe(true);
  });
});
