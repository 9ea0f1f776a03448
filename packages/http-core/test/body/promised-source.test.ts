import { expect, test } from 'vitest';

import { PromisedSource } from '../../src/body/promised-source.ts';

test('a promise that fails while nobody reads is nobody’s unhandled rejection', async () => {
  const source = new PromisedSource(Promise.reject(new Error('no')));
  await new Promise((resolve) => setImmediate(resolve));
  source.destroy(undefined);
  await expect(source.next()).rejects.toThrow('no');
});

test('reads what the promise brings', async () => {
  const source = new PromisedSource(Promise.resolve('a'));
  expect(await source.next()).toEqual({ done: false, value: new Uint8Array([97]) });
  expect((await source.next()).done).toBe(true);
});
