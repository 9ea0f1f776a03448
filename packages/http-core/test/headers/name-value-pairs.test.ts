import { describe, expect, test } from 'vitest';

import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { isSearchParams, readPairs } from '../../src/headers/name-value-pairs.ts';

describe('readPairs', () => {
  test('reads scalars, lists, null and undefined', () => {
    expect(
      readPairs({ a: 'x', b: 1, c: true, d: 2n, e: ['1', 2], f: null, g: undefined, h: [] }, 'query'),
    ).toEqual([
      { name: 'a', values: ['x'] },
      { name: 'b', values: ['1'] },
      { name: 'c', values: ['true'] },
      { name: 'd', values: ['2'] },
      { name: 'e', values: ['1', '2'] },
      { name: 'f', values: [] },
      { name: 'h', values: [] },
    ]);
  });

  test('keeps the order and repetitions of a URLSearchParams', () => {
    expect(readPairs(new URLSearchParams('a=1&b=2&a=3'), 'form')).toEqual([
      { name: 'a', values: ['1'] },
      { name: 'b', values: ['2'] },
      { name: 'a', values: ['3'] },
    ]);
  });

  test.each([
    [Number.NaN, 'a number (NaN)'],
    [Infinity, 'a number (Infinity)'],
    [{}, 'an object'],
    [Symbol('s'), 'a symbol'],
    [() => 1, 'a function'],
    [new Date(), 'an instance of Date'],
    [[null], 'null'],
    [[[1]], 'an array'],
  ])('refuses %o and names the field', (value, kind) => {
    expect(() => readPairs({ page: value } as never, 'query')).toThrow(InvalidRequestError);
    expect(() => readPairs({ page: value } as never, 'query')).toThrow(
      `query.page must be a string, a finite number, a boolean, a bigint or an array of these, not ${kind}`,
    );
  });

  test.each([[new Map()], [[]], [1], [null]])('refuses %o as a whole', (input) => {
    expect(() => readPairs(input as never, 'form')).toThrow(
      /^form must be a plain object or a URLSearchParams, not /,
    );
  });

  test('__proto__ and constructor are names like others, inherited names are not read', () => {
    const input = Object.assign(Object.create({ inherited: '1' }), {}) as Record<string, string>;
    expect(() => readPairs(input, 'query')).toThrow(InvalidRequestError);
    expect(readPairs(JSON.parse('{"__proto__":"a","constructor":"b"}'), 'query')).toEqual([
      { name: '__proto__', values: ['a'] },
      { name: 'constructor', values: ['b'] },
    ]);
  });
});

test('isSearchParams', () => {
  expect(isSearchParams(new URLSearchParams())).toBe(true);
  expect(isSearchParams(new Map())).toBe(false);
});
