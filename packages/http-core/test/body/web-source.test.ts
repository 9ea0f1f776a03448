import { expect, test } from 'vitest';

import { prepareSource } from '../../src/body/prepare-source.ts';
import { isWebStream, webSource } from '../../src/body/web-source.ts';
import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { readBody } from '../support/read-body.ts';

const streamOf = (...chunks: unknown[]): ReadableStream => ReadableStream.from(chunks as Iterable<never>);

test('is read to its end and locked from the start', async () => {
  const stream = streamOf('a', Buffer.from('b'));
  const body = prepareSource(stream);
  expect(stream.locked).toBe(true);
  expect(body.isReplayable).toBe(false);
  expect(await readBody(body)).toBe('ab');
});

test('refuses a stream that is locked, read, or read and released', async () => {
  const stream = streamOf('a', 'b');
  const reader = stream.getReader();
  expect(() => webSource(stream)).toThrow(InvalidRequestError);
  await reader.read();
  reader.releaseLock();
  expect(() => webSource(stream)).toThrow('body is a stream that is locked or has been read');
  const cancelled = streamOf('a');
  await cancelled.cancel();
  expect(() => webSource(cancelled)).toThrow(InvalidRequestError);
});

test('destroy cancels with the reason, opened or not', async () => {
  for (const isOpened of [false, true]) {
    const reasons: unknown[] = [];
    const stream = new ReadableStream({ cancel: (reason) => void reasons.push(reason) });
    const body = prepareSource(stream);
    const pending = isOpened
      ? (body.open() as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]().next()
      : undefined;
    const reason = new Error('aborted');
    body.destroy(reason);
    if (pending !== undefined) await expect(pending).rejects.toBe(reason);
    expect(reasons).toEqual([reason]);
  }
});

test('a stream whose cancel fails does not fail anybody else', async () => {
  const source = webSource(new ReadableStream({ cancel: () => Promise.reject(new Error('no')) }));
  source.destroy(new Error('aborted'));
  await new Promise((resolve) => setImmediate(resolve));
});

test('isWebStream', () => {
  expect(isWebStream(new ReadableStream())).toBe(true);
  expect(isWebStream({})).toBe(false);
});
