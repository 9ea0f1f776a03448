import { expect, test } from 'vitest';

import { encodeUtf8 } from '../../src/response/utf8.ts';

test('encodeUtf8', () => {
  expect([...encodeUtf8('é')]).toEqual([0xc3, 0xa9]);
  expect([...encodeUtf8('\ud800')]).toEqual([0xef, 0xbf, 0xbd]);
});
