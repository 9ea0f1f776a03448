import { inspect } from 'node:util';

import { expect, it } from 'vitest';

import { DecodeFailure, isDecodeFailure } from '../../src/decode/decode-failure.ts';

it('is its own original where the decoder has none', () => {
  const failure = new DecodeFailure();
  expect(failure.original).toBe(failure);
  expect(failure.message).toBe('The body does not fit the schema');
  expect(failure.issues).toEqual([]);
});

it('does not print the value', () => {
  const failure = new DecodeFailure({ value: 'hunter2', issues: [{ path: [], message: 'no' }] });
  expect(inspect(failure, { showHidden: true, depth: Infinity })).not.toContain('hunter2');
  expect(JSON.stringify(failure)).not.toContain('hunter2');
});

it('is known when another copy of the package made it', () => {
  class DecodeFailureOfAnotherCopy extends Error {
    override readonly name = 'DecodeFailure';
    readonly issues = [];
    readonly original = undefined;
  }
  expect(isDecodeFailure(new DecodeFailureOfAnotherCopy())).toBe(true);
  expect(isDecodeFailure(new Error('x'))).toBe(false);
  expect(isDecodeFailure({ name: 'DecodeFailure', issues: [], original: 1 })).toBe(false);
});
