import { expect, test } from 'vitest';

import { iterableSource } from '../../src/body/iterable-source.ts';
import { StreamBody } from '../../src/body/stream-body.ts';
import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { readBody } from '../support/read-body.ts';

async function* two(log: string[] = []): AsyncGenerator<string> {
  try {
    yield 'a';
    yield 'b';
  } finally {
    log.push('closed');
  }
}

test('is read once', async () => {
  const body = new StreamBody(iterableSource(two()));
  expect(body).toMatchObject({ isReplayable: false, contentLength: undefined, contentType: undefined });
  expect(await readBody(body)).toBe('ab');
  expect(() => body.open()).toThrow(InvalidRequestError);
});

test('is held to the length that the caller named', async () => {
  expect(await readBody(new StreamBody(iterableSource(two())), 2)).toBe('ab');
  await expect(readBody(new StreamBody(iterableSource(two())), 1)).rejects.toThrow('more than the 1 bytes');
  await expect(readBody(new StreamBody(iterableSource(two())), 3)).rejects.toThrow('2 of the 3 bytes');
});

test('destroy before open spends it, destroy after open ends the reader', async () => {
  const unopened = new StreamBody(iterableSource(two()));
  unopened.destroy(new Error('no'));
  expect(() => unopened.open()).toThrow(InvalidRequestError);
  const log: string[] = [];
  const body = new StreamBody(iterableSource(two(log)));
  const iterator = body.open()[Symbol.asyncIterator]();
  await iterator.next();
  const reason = new Error('aborted');
  body.destroy(reason);
  body.destroy(reason);
  await expect(iterator.next()).rejects.toBe(reason);
  expect(log).toEqual(['closed']);
});
