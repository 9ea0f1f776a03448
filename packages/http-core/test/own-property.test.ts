import { expect, test } from 'vitest';

import { isPlainRecord, ownProperty } from '../src/own-property.ts';

test('ownProperty does not see the prototype', () => {
  const options: { a?: number; b?: number } = Object.create({ b: 2 });
  options.a = 1;
  expect(ownProperty(options, 'a')).toBe(1);
  expect(ownProperty(options, 'b')).toBeUndefined();
});

test('isPlainRecord takes literals and null prototypes only', () => {
  expect(isPlainRecord({})).toBe(true);
  expect(isPlainRecord(Object.create(null))).toBe(true);
  for (const value of [null, undefined, 'a', 1, [], new Map(), new Date(), () => 1, new URLSearchParams()]) {
    expect(isPlainRecord(value)).toBe(false);
  }
});
