import { describe, expect, test } from 'vitest';

import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { isToken, readHeaderName, readHeaderValue } from '../../src/headers/header-syntax.ts';
import { cpuTime } from '../support/cpu-time.ts';

describe('readHeaderName', () => {
  test('lowers tokens', () => {
    expect(readHeaderName('X-Request-Id')).toBe('x-request-id');
    expect(readHeaderName('__proto__')).toBe('__proto__');
  });

  test.each([
    [''],
    [' a'],
    ['a '],
    ['a:b'],
    ['a\r\nb: c'],
    ['a\0'],
    ['\u212aey'],
    ['é'],
    ['a"'],
    [1],
    [null],
    [Symbol('x')],
    [['a']],
  ])('refuses %o without showing it', (name) => {
    expect(() => readHeaderName(name)).toThrow(InvalidRequestError);
  });

  test('a pasted header line does not reach the message', () => {
    expect(() => readHeaderName('Authorization: Bearer s3cret')).toThrow(/^(?!.*s3cret).*token of HTTP/);
  });
});

describe('readHeaderValue', () => {
  test.each([
    ['  a\t', 'a'],
    ['a b\tc', 'a b\tc'],
    ['', ''],
    [' \t ', ''],
    ['\u00e9\u00ff', '\u00e9\u00ff'],
    [5, '5'],
    [-0.5, '-0.5'],
  ])('%o is sent as %o', (value, sent) => {
    expect(readHeaderValue('a', value)).toBe(sent);
  });

  test.each([
    ['a\rb', 'U+000D at index 1'],
    ['\na', 'U+000A at index 0'],
    ['a\0', 'U+0000 at index 1'],
    ['\x7f', 'U+007F'],
    ['\x1b', 'U+001B'],
    ['\u010a', 'U+010A'],
    ['\u560d', 'U+560D'],
    ['😀', 'U+1F600'],
  ])('refuses %o', (value, message) => {
    expect(() => readHeaderValue('x-name', value)).toThrow(InvalidRequestError);
    expect(() => readHeaderValue('x-name', value)).toThrow(`headers.x-name holds ${message}`);
  });

  test.each([
    [{ toString: () => 'a\r\nb' }, 'an object'],
    [() => 'a', 'a function'],
    [Number.NaN, 'a number (NaN)'],
    [true, 'a boolean'],
    [1n, 'a bigint'],
    [undefined, 'undefined'],
    [Object('a'), 'an instance of String'],
  ])('refuses %o by its type', (value, kind) => {
    expect(() => readHeaderValue('x-name', value)).toThrow(
      `headers.x-name must be a string, a finite number or an array of these, not ${kind}`,
    );
  });

  test('the value is not in the message', () => {
    expect(() => readHeaderValue('authorization', 'Bearer s3cret\n')).toThrow(/^(?!.*s3cret)/);
  });

  test.each([' ', '\t ', ' a', 'a '])('64 KiB of %o take less than 50 ms', (unit) => {
    const value = `x${unit.repeat(65_536 / unit.length)}x`;
    const start = cpuTime();
    readHeaderValue('a', value);
    expect(cpuTime() - start).toBeLessThan(50);
  });
});

test('isToken', () => {
  expect(isToken('GET')).toBe(true);
  expect(isToken('GE T')).toBe(false);
  expect(isToken('')).toBe(false);
});
