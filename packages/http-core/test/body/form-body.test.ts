import fc from 'fast-check';
import { expect, test } from 'vitest';

import { formBody } from '../../src/body/form-body.ts';
import { readBody } from '../support/read-body.ts';

test('arrays repeat, null and undefined are left out, a URLSearchParams is taken as it is', async () => {
  expect(await readBody(formBody({ a: [1, true], b: null, c: undefined, d: 'x y&z' }))).toBe(
    'a=1&a=true&d=x+y%26z',
  );
  expect(await readBody(formBody(new URLSearchParams('a=1&a=2')))).toBe('a=1&a=2');
  expect(formBody({}).contentLength).toBe(0);
});

test('refuses objects by the name of the field', () => {
  expect(() => formBody({ a: {} } as never)).toThrow('form.a must be');
  expect(() => formBody('a=1' as never)).toThrow('form must be');
});

test('any fields come back as they were', async () => {
  const text = fc.string({ unit: 'grapheme' });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(text, text), async (record) => {
      const sent = await readBody(formBody({ ...record }));
      expect(sent).toMatch(/^[\x21-\x7e]*$/);
      expect([...new URLSearchParams(sent)]).toEqual(Object.entries(record));
    }),
  );
});
