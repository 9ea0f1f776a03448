import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { BaseUrl } from '../../src/url/base-url.ts';
import { resolveUrl } from '../../src/url/resolve-url.ts';
import { cpuTime } from '../support/cpu-time.ts';

const piece = fc.constantFrom(
  ...[
    '/',
    '//',
    '\\',
    '.',
    '..',
    '%2e',
    '%2E%2e',
    '%2f',
    '%5c',
    ';',
    ':',
    '@',
    '?',
    '#',
    ' ',
    '\t',
    '\n',
    '\0',
    'http:',
    'https://',
  ],
  ...[
    'a.example',
    'b',
    'v1',
    'v10',
    'u:p',
    'é',
    '\ud800',
    '[',
    ']',
    '%',
    '&',
    '=',
    '__proto__',
    'javascript:',
  ],
);
const reference = fc.oneof(
  fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.webUrl(),
);
const bases = [
  'https://a.example',
  'https://a.example/v1',
  'https://a.example/v1/',
  'http://u:p@a.example:81/v1/x?k=1',
].map((text) => new BaseUrl(text));

describe('resolveUrl', () => {
  test('every string lands under the base on a segment boundary, or is an InvalidRequestError', () => {
    // INVARIANT: no reference leaves the base; breaking it sends default credentials elsewhere.
    fc.assert(
      fc.property(reference, fc.constantFrom(...bases), (text, base) => {
        let resolved;
        try {
          resolved = resolveUrl(base, text, 'base');
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRequestError);
          return;
        }
        const url = new URL(resolved.href);
        expect(resolved.href).toBe(url.href);
        expect(resolved.isForeign).toBe(false);
        expect(url.origin).toBe(base.origin);
        const path = base.prefix.slice(base.origin.length);
        expect(url.pathname === path || url.pathname.startsWith(`${path}/`)).toBe(true);
        expect([url.username, url.password, url.hash]).toEqual(['', '', '']);
        expect(url.href).toMatch(/^[\x21-\x7e]+$/);
      }),
      { numRuns: 5000 },
    );
  });

  test("with 'any', what is on another origin is called foreign and has none of the base's secrets", () => {
    fc.assert(
      fc.property(reference, (text) => {
        const base = new BaseUrl('https://base-user:base-pass@a.example/v1?basekey=1');
        try {
          const { href, isForeign, authorization } = resolveUrl(base, text, 'any');
          const url = new URL(href);
          expect(isForeign).toBe(url.origin !== base.origin);
          expect(url.protocol).toMatch(/^https?:$/);
          if (isForeign) {
            expect(authorization).not.toBe(base.authorization);
            expect(url.search).not.toContain('basekey');
          }
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRequestError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('what is not given to the URL parser is spelt as that would spell it', () => {
    // INVARIANT: the URL is sent as text; one that the parser would change could go elsewhere than `location` says.
    const plain = fc.string({ unit: fc.constantFrom(...'aZ0_-~@$&+,=/.'.split('')), maxLength: 12 });
    const value = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...`'"<>{}|\\^\`#?&=;:@ /%2e!*()~é\u0000`.split('')),
        fc.string({ minLength: 1, maxLength: 1 }),
      ),
      maxLength: 8,
    });
    const query = fc.oneof(value, fc.dictionary(value, value, { maxKeys: 3 }));
    fc.assert(
      fc.property(plain, query, fc.constantFrom(...bases), (text, given, base) => {
        let href;
        try {
          ({ href } = resolveUrl(base, text, 'base', undefined, given));
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRequestError);
          return;
        }
        expect(href).toBe(new URL(href).href);
      }),
      { numRuns: 5000 },
    );
  });

  test('the short way for plain references is the long way', () => {
    const plain = fc.string({ unit: fc.constantFrom(...'aZ0_-~@$&+,=/.'.split('')), maxLength: 12 });
    fc.assert(
      fc.property(plain, fc.constantFrom(...bases), (text, base) => {
        const outcome = (given: string): string => {
          try {
            return resolveUrl(base, given, 'base').href;
          } catch {
            return 'refused';
          }
        };
        // A fragment is dropped, and keeps the reference off the short way.
        expect(outcome(text)).toBe(outcome(`${text}#`));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    '/',
    '../',
    './',
    'a/',
    '%2e%2e/',
    '..%2f',
    ' ',
    '?',
    '#',
    '&',
    ':',
    '@',
    '\\',
    'é',
    'a:',
    ';',
    'http:',
  ])('64 KiB of %o take less than 50 ms, twice as much less than three times as long', (unit) => {
    const base = bases[1];
    const time = (size: number): number => {
      const text = `x${unit.repeat(size / unit.length)}`;
      let best = Infinity;
      for (let round = 0; round < 3; round += 1) {
        const start = cpuTime();
        try {
          resolveUrl(base, text, 'base');
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRequestError);
        }
        best = Math.min(best, cpuTime() - start);
      }
      return best;
    };
    const once = time(65_536);
    expect(once).toBeLessThan(50);
    expect(time(131_072)).toBeLessThan(Math.max(once * 3, 10));
  });
});
