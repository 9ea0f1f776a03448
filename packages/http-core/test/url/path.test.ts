import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { BaseUrl } from '../../src/url/base-url.ts';
import { path } from '../../src/url/path.ts';
import { resolveUrl } from '../../src/url/resolve-url.ts';

describe('path', () => {
  test('encodes what would end the segment and keeps the rest', () => {
    expect(path`users/${'a/b'}/files/${'x?y#z\\%'}`).toBe('users/a%2Fb/files/x%3Fy%23z%5C%25');
    expect(path`users/${"A-z0.9_~!$&'()*+,=@"}`).toBe("users/A-z0.9_~!$&'()*+,=@");
    expect(path`x/${'é :;"<>'}`).toBe('x/%C3%A9%20%3A%3B%22%3C%3E');
    expect(path`a/${1}/${2n}/${true}`).toBe('a/1/2/true');
    expect(path`plain`).toBe('plain');
  });

  test('encodes separators of fields after a question mark', () => {
    expect(path`users/${'a&b'}?q=${'a&b=c+d'}&r=${1}`).toBe('users/a&b?q=a%26b%3Dc%2Bd&r=1');
  });

  test.each([
    ['..', () => path`users/${'..'}`],
    ['.', () => path`users/${'.'}/x`],
    ['a dot beside a dot', () => path`users/.${'.'}/x`],
    ['a dot beside an escaped dot', () => path`users/%2e${'.'}/x`],
    ['two values', () => path`${'.'}${'.'}`],
    ['before a query', () => path`users/${'..'}?a=1`],
    ['of the literal', () => path`../${'a'}`],
    ['with a parameter', () => path`${'..'};x/a`],
  ])('refuses dot segments: %s', (_name, make) => {
    expect(make).toThrow(InvalidRequestError);
  });

  test.each([
    [''],
    [undefined],
    [null],
    [{}],
    [[]],
    [Number.NaN],
    [Infinity],
    [Symbol('x')],
    [() => 1],
    [new URL('http://a')],
  ])('refuses %o as a value', (value) => {
    expect(() => path`users/${value as never}`).toThrow(InvalidRequestError);
    expect(() => path`users/${value as never}`).toThrow(/^path value 1 must be a non-empty string/);
  });

  test('refuses lone surrogates', () => {
    expect(() => path`a/${'\ud800'}`).toThrow(InvalidRequestError);
  });

  test('a value is exactly one segment under a base, whatever it holds', () => {
    const base = new BaseUrl('https://a.example/v1');
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('http://b', '//b', '../x', '@b', ' x ', 'a\r\nb'),
    );
    fc.assert(
      fc.property(value, (text) => {
        let reference: string;
        try {
          reference = path`${text}/end`;
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRequestError);
          expect(text === '' || text === '.' || text === '..' || !text.isWellFormed()).toBe(true);
          return;
        }
        let url: URL;
        try {
          url = new URL(resolveUrl(base, reference, 'base').href);
        } catch (error) {
          // Only a server that decodes %2F would leave the base here.
          expect(error).toBeInstanceOf(InvalidRequestError);
          expect(text).toMatch(/\.\./);
          return;
        }
        const segments = url.pathname.split('/');
        expect(segments).toHaveLength(4);
        expect(decodeURIComponent(segments[2] ?? '')).toBe(text);
      }),
    );
  });
});
