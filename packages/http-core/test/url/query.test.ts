import { describe, expect, test } from 'vitest';

import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { emptyQuery, layQuery } from '../../src/url/query.ts';
import type { QueryInput } from '../../src/url/query.ts';

const layers = (...inputs: (QueryInput | null | undefined)[]): string =>
  inputs.reduce((below, input) => layQuery(below, input), emptyQuery).search;

describe('layQuery', () => {
  test('a layer that says nothing returns the one below as it is', () => {
    const below = layQuery(emptyQuery, { a: 1 });
    expect(layQuery(below, undefined)).toBe(below);
    expect(layQuery(below, null)).toBe(below);
    expect(layQuery(below, {})).toBe(below);
    expect(layQuery(below, { b: undefined })).toBe(below);
    expect(layQuery(below, '')).toBe(below);
    expect(layQuery(below, '?')).toBe(below);
  });

  test.each<[string, (QueryInput | null | undefined)[], string]>([
    ['a record', [{ a: 1, b: 'x y', c: [1, 2] }], '?a=1&b=x%20y&c=1&c=2'],
    ['a string with and without its mark', ['?a=1', 'b=2'], '?a=1&b=2'],
    ['a URLSearchParams', [new URLSearchParams('a=1&a=2')], '?a=1&a=2'],
    ["a later layer replaces a name's whole list", ['a=1&b=2&a=3', { a: 9 }], '?b=2&a=9'],
    ['undefined inherits', ['a=1', { a: undefined, b: 2 }], '?a=1&b=2'],
    ['null removes', ['a=1&b=2', { a: null }], '?b=2'],
    ['an empty list removes', ['a=1', { a: [] }], ''],
    ['a removed name can come back above', ['a=1', { a: null }, { a: 2 }], '?a=2'],
    ['names are compared decoded', ['%61=1&x+y=2', { a: 3, 'x y': 4 }], '?a=3&x%20y=4'],
    ['a string keeps its spelling', ['flag&e=%2f&p=a+b&q=', { z: 1 }], '?flag&e=%2f&p=a+b&q=&z=1'],
    ['a bad escape is kept', ['%=1&%zz=2', { a: 1 }], '?%=1&%zz=2&a=1'],
    ['a fragment cannot begin in a string', ['a=b#c'], '?a=b%23c'],
    ['separators in values are encoded', [{ 'a&b=': 'c&d=e#f?+' }], '?a%26b%3D=c%26d%3De%23f%3F%2B'],
    [
      'prototype names are data',
      [JSON.parse('{"__proto__":1,"constructor":2}'), 'a=1'],
      '?__proto__=1&constructor=2&a=1',
    ],
  ])('%s', (_name, inputs, search) => {
    expect(layers(...inputs)).toBe(search);
  });

  test.each([
    ['a=\nb', 'query holds a control character'],
    ['a=\t', 'query holds a control character'],
    ['a=\ud800', 'query holds a control character or a lone surrogate'],
    [{ a: 'x\ud800' }, 'query.a must be well-formed Unicode'],
    [{ a: {} }, 'query.a must be'],
    [7, 'query must be a plain object or a URLSearchParams, not a number'],
  ])('refuses %o', (input, message) => {
    expect(() => layers(input as never)).toThrow(InvalidRequestError);
    expect(() => layers(input as never)).toThrow(message);
  });

  test('control characters in values of a record are data', () => {
    expect(layers({ a: 'x\r\ny\0' })).toBe('?a=x%0D%0Ay%00');
  });
});
