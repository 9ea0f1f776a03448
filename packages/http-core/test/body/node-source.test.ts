import { createReadStream } from 'node:fs';
import { PassThrough, Readable, Writable } from 'node:stream';

import { expect, test } from 'vitest';

import { isNodeStream, nodeSource } from '../../src/body/node-source.ts';
import type { NodeStream } from '../../src/body/node-source.ts';
import { prepareSource } from '../../src/body/prepare-source.ts';
import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { readBody } from '../support/read-body.ts';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('is read to its end', async () => {
  const through = new PassThrough();
  through.end('abc');
  const body = prepareSource(through);
  expect(body).toMatchObject({ isReplayable: false, contentLength: undefined });
  expect(await readBody(body)).toBe('abc');
  expect(through.destroyed).toBe(true);
  expect(await readBody(prepareSource(Readable.from(['a', 'é'])))).toBe('aé');
});

test('refuses a stream that is destroyed, read, flowing or at its end', async () => {
  const destroyed = new PassThrough();
  destroyed.destroy();
  const read = Readable.from(['a', 'b']);
  await read[Symbol.asyncIterator]().next();
  const flowing = new PassThrough();
  flowing.resume();
  const ended = new PassThrough();
  ended.end();
  ended.resume();
  await tick();
  for (const stream of [destroyed, read, flowing, ended]) {
    expect(() => nodeSource(stream as NodeStream)).toThrow(InvalidRequestError);
  }
});

test('destroy destroys with the reason, opened or not, and no error goes unheard', async () => {
  for (const isOpened of [false, true]) {
    const through = new PassThrough();
    const body = prepareSource(through);
    const pending = isOpened
      ? (body.open() as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]().next()
      : undefined;
    const reason = new Error('aborted');
    body.destroy(reason);
    if (pending !== undefined) await expect(pending).rejects.toBe(reason);
    await tick();
    expect(through.destroyed).toBe(true);
    expect(through.errored).toBe(reason);
  }
});

test('a reason that is no Error destroys as well', () => {
  const through = new PassThrough();
  prepareSource(through).destroy('reason');
  expect(through.destroyed).toBe(true);
});

test('a file that cannot be opened fails the read, not the process, also when it failed before', async () => {
  for (const isLate of [false, true]) {
    const body = prepareSource(createReadStream('/nowhere/at/all'));
    if (isLate) await new Promise((resolve) => setTimeout(resolve, 20));
    const error = await readBody(body).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect((error as Error).cause).toMatchObject({ code: 'ENOENT' });
  }
});

test('an object mode stream of objects is refused at the first', async () => {
  const stream = Readable.from([{ a: 1 }]);
  await expect(readBody(prepareSource(stream))).rejects.toThrow('body yields an object');
  expect(stream.destroyed).toBe(true);
});

test('a stream that is destroyed under way is not a body that ended', async () => {
  const through = new PassThrough();
  through.write('a');
  const iterator = (prepareSource(through).open() as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  await iterator.next();
  through.destroy();
  await expect(iterator.next()).rejects.toThrow(InvalidRequestError);
});

test('isNodeStream', () => {
  expect(isNodeStream(new PassThrough())).toBe(true);
  expect(isNodeStream(new Writable())).toBe(false);
  expect(isNodeStream(new ReadableStream())).toBe(false);
});
