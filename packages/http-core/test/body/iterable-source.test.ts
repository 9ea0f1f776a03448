import { expect, test } from 'vitest';

import { isAsyncIterable, iterableSource } from '../../src/body/iterable-source.ts';
import { prepareSource } from '../../src/body/prepare-source.ts';
import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { readBody } from '../support/read-body.ts';

test('begins with the first read and ends with the iterable', async () => {
  let begun = false;
  const body = prepareSource(
    (async function* () {
      begun = true;
      yield 'a';
      yield Buffer.from('b');
    })(),
  );
  await Promise.resolve();
  expect(begun).toBe(false);
  expect(await readBody(body)).toBe('ab');
});

test('a bad chunk closes the generator', async () => {
  let closed = false;
  const body = prepareSource(
    (async function* () {
      try {
        yield 1;
      } finally {
        closed = true;
      }
    })(),
  );
  await expect(readBody(body)).rejects.toThrow('body yields a number');
  await new Promise((resolve) => setImmediate(resolve));
  expect(closed).toBe(true);
});

test('what throws inside is the cause', async () => {
  const cause = new Error('no');
  const body = prepareSource({
    [Symbol.asyncIterator]() {
      throw cause;
    },
  });
  const error = await readBody(body).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect((error as Error).cause).toBe(cause);
});

test('destroy calls return while a read hangs, and survives a return that fails or is missing', async () => {
  let returned = 0;
  const iterator = {
    next: () => new Promise<IteratorResult<string>>(() => {}),
    return: () => {
      returned += 1;
      return Promise.reject(new Error('no'));
    },
  };
  const source = iterableSource({ [Symbol.asyncIterator]: () => iterator });
  void source.next();
  source.destroy(new Error('aborted'));
  iterableSource({ [Symbol.asyncIterator]: () => ({ next: iterator.next }) }).destroy(undefined);
  await new Promise((resolve) => setImmediate(resolve));
  expect(returned).toBe(1);
});

test('isAsyncIterable', () => {
  expect(isAsyncIterable((async function* () {})())).toBe(true);
  expect(isAsyncIterable([])).toBe(false);
});
