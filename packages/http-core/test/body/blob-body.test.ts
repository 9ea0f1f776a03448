import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { blobBody, isBlob } from '../../src/body/blob-body.ts';
import { readBody } from '../support/read-body.ts';

test('is streamed, again and again, with type and size', async () => {
  const body = blobBody(new Blob(['ab', 'c'], { type: 'text/csv' }));
  expect(body).toMatchObject({ isReplayable: true, contentType: 'text/csv', contentLength: 3 });
  expect(await readBody(body)).toBe('abc');
  expect(await readBody(body)).toBe('abc');
});

test('a type with a line break never reaches a header', () => {
  expect(blobBody(new Blob(['a'], { type: 'a/b\r\nx: y' })).contentType).toBeUndefined();
});

test('a file that changed since is an error, not another body', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'blob-'));
  try {
    await writeFile(join(folder, 'a'), 'abc');
    const body = blobBody(await openAsBlob(join(folder, 'a')));
    await writeFile(join(folder, 'a'), 'abcdef');
    await expect(readBody(body)).rejects.toThrow('body failed while it was being read');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('isBlob', () => {
  expect(isBlob(new Blob([]))).toBe(true);
  expect(isBlob(new File([], 'a'))).toBe(true);
  expect(isBlob({ [Symbol.toStringTag]: 'Blob' })).toBe(false);
});
