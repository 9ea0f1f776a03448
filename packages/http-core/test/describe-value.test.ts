import { describe, expect, test } from 'vitest';

import { describeValue, mismatch, optionPath } from '../src/describe-value.ts';

describe('describeValue', () => {
  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['', 'an empty string'],
    ['secret', 'a string'],
    [1, 'a number'],
    [0, 'zero'],
    [-1, 'a negative number'],
    [1.5, 'a number with a fraction'],
    [Number.NaN, 'a number (NaN)'],
    [-Infinity, 'a number (-Infinity)'],
    [1n, 'a bigint'],
    [true, 'a boolean'],
    [Symbol('secret'), 'a symbol'],
    [() => 1, 'a function'],
    [[1], 'an array'],
    [{}, 'an object'],
    [Object.create(null), 'an object'],
    [new Map(), 'an instance of Map'],
    [new Date(), 'an instance of Date'],
  ])('%o is %s', (value, text) => {
    expect(describeValue(value)).toBe(text);
  });

  test('never throws and never asks the value for its own words', () => {
    const hostile = new Proxy(
      {},
      {
        getPrototypeOf() {
          throw new Error('no');
        },
      },
    );
    expect(describeValue(hostile)).toBe('an object');
    class Evil {
      static get name(): string {
        return 'a\r\nb';
      }
      toString(): string {
        throw new Error('no');
      }
    }
    expect(describeValue(new Evil())).toBe('an object');
  });
});

test('mismatch says option, what is allowed and what came', () => {
  expect(mismatch('query.page', [], 'a string')).toBe('query.page must be a string, not an array');
});

test('optionPath leaves out names that are not plain words', () => {
  expect(optionPath('query', 'page')).toBe('query.page');
  expect(optionPath('query', 'a\r\nb')).toBe('query[...]');
  expect(optionPath('query', 'x'.repeat(65))).toBe('query[...]');
});
