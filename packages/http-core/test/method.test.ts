import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { InvalidRequestError } from '../src/errors/invalid-request-error.ts';
import { readMethod } from '../src/method.ts';

describe('readMethod', () => {
  test.each([
    ['get', 'GET'],
    ['PATCH', 'PATCH'],
    ['patch', 'PATCH'],
    ['Delete', 'DELETE'],
    ['purge', 'purge'],
    ['PROPFIND', 'PROPFIND'],
    ['M-SEARCH', 'M-SEARCH'],
  ])('%s goes out as %s', (given, sent) => {
    expect(readMethod(given)).toBe(sent);
  });

  test.each([
    [''],
    ['GET '],
    ['GE T'],
    ['GET\r\nX: y'],
    ['é'],
    ['CONNECT'],
    ['connect'],
    ['TRACE'],
    ['track'],
    [undefined],
    [1],
    [{ toString: () => 'GET' }],
  ])('refuses %o', (method) => {
    expect(() => readMethod(method)).toThrow(InvalidRequestError);
  });

  test('any string is a token on the wire or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (method) => {
        try {
          expect(readMethod(method)).toMatch(/^[!#-'*+\-.^_`|~0-9A-Za-z]+$/);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRequestError);
        }
      }),
    );
  });
});
