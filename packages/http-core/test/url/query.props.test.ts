import fc from 'fast-check';
import { expect, test } from 'vitest';

import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { emptyQuery, layQuery } from '../../src/url/query.ts';
import type { QueryInput } from '../../src/url/query.ts';
import { cpuTime } from '../support/cpu-time.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('__proto__', 'a\r\nb', '\ud800', '\u010a', '&=#?'),
);

test('a record comes back from the wire as it was, or is refused', () => {
  fc.assert(
    fc.property(
      fc.dictionary(text, fc.array(text, { minLength: 1, maxLength: 3 }), { noNullPrototype: false }),
      (record) => {
        const isWellFormed = Object.entries(record)
          .flat(2)
          .every((part) => part.isWellFormed());
        if (!isWellFormed) {
          expect(() => layQuery(emptyQuery, record)).toThrow(InvalidRequestError);
          return;
        }
        const { search } = layQuery(emptyQuery, record);
        expect(search).toMatch(/^[\x21-\x7e]*$/);
        const parsed = new URL(`http://a/${search}`).searchParams;
        const given = Object.keys(record);
        expect([...new Set(parsed.keys())]).toEqual(given);
        for (const name of given) expect(parsed.getAll(name)).toEqual(record[name]);
      },
    ),
  );
});

test('any string stays one line of a request and reads as URLSearchParams reads it, or is refused', () => {
  fc.assert(
    fc.property(text, (input) => {
      let search: string;
      try {
        search = layQuery(emptyQuery, input).search;
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidRequestError);
        return;
      }
      const url = new URL(`http://a/${search}`);
      expect(url.hash).toBe('');
      expect(url.href).toMatch(/^[\x21-\x7e]+$/);
      expect([...url.searchParams]).toEqual([...new URLSearchParams(input)]);
    }),
  );
});

test('layers equal a model: per name the last layer that mentions it', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const value = fc.oneof(
    fc.constantFrom(null, undefined),
    fc.integer(),
    fc.array(fc.integer(), { maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(fc.dictionary(name, value), { maxLength: 4 }), (inputs) => {
      const model = new Map<string, string[]>();
      for (const input of inputs) {
        for (const [key, list] of Object.entries(input)) {
          if (list !== undefined) model.set(key, list === null ? [] : [list].flat().map(String));
        }
      }
      const { search } = inputs.reduce((below, input) => layQuery(below, input as QueryInput), emptyQuery);
      const parsed = new URLSearchParams(search);
      for (const key of ['a', 'b', 'c']) expect(parsed.getAll(key)).toEqual(model.get(key) ?? []);
    }),
  );
});

test.each(['&', '=', '%', '+', ' ', 'a=1;', 'a&'])('64 KiB of %o take less than 50 ms', (unit) => {
  const input = unit.repeat(65_536 / unit.length);
  const times = Array.from({ length: 3 }, () => {
    const start = cpuTime();
    layQuery(layQuery(emptyQuery, input), { a: 1 });
    return cpuTime() - start;
  });
  expect(Math.min(...times)).toBeLessThan(50);
});
