import { expect, test } from 'vitest';

import type { ByteSource } from '../../src/body/byte-source.ts';
import { ReopenedBody } from '../../src/body/reopened-body.ts';
import { readBody } from '../support/read-body.ts';

const source = (ended: unknown[]): ByteSource => {
  const chunks = ['a', 'b'].values();
  return { next: async () => chunks.next(), destroy: (reason) => ended.push(reason) };
};

test('is read anew each time', async () => {
  const body = new ReopenedBody(() => source([]), 'a/b', 2);
  expect(body).toMatchObject({ isReplayable: true, contentType: 'a/b', contentLength: 2 });
  expect(await readBody(body)).toBe('ab');
  expect(await readBody(body)).toBe('ab');
});

test('opening it again ends a source that is half read, destroy ends the current one', async () => {
  const ended: unknown[] = [];
  const body = new ReopenedBody(() => source(ended), undefined, 2);
  body.destroy(new Error('nothing is open'));
  await body.open()[Symbol.asyncIterator]().next();
  await body.open()[Symbol.asyncIterator]().next();
  expect(ended).toHaveLength(1);
  const reason = new Error('aborted');
  body.destroy(reason);
  expect(ended[1]).toBe(reason);
});

test('is held to its length', async () => {
  await expect(readBody(new ReopenedBody(() => source([]), undefined, 3))).rejects.toThrow(
    '2 of the 3 bytes',
  );
});
