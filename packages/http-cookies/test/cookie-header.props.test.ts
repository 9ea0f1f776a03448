import fc from 'fast-check';
import { expect, it } from 'vitest';

import { cookieHeader, pairsOf } from '../src/cookie-header.ts';

const part = fc.string({ unit: 'grapheme', maxLength: 12 });
const pair = fc
  .record({ name: part, value: part })
  .map(({ name, value }) => ({ name, text: `${name}=${value}` }));

// INVARIANT: whatever a store holds, each cookie stays one cookie on one line.
it('never makes two cookies of one, nor a header line of a value', () => {
  fc.assert(
    fc.property(fc.array(pair), fc.integer({ min: 0, max: 200 }), (kept, limit) => {
      const { value, omitted } = cookieHeader([], kept, limit);
      expect(value).toMatch(/^[\t\x20-\x7e\x80-\xff]*$/);
      expect(value.length).toBeLessThanOrEqual(limit);
      const sent = value === '' ? 0 : value.split('; ').length;
      expect(sent).toBeLessThanOrEqual(kept.length - omitted);
    }),
  );
});

it('gives the name of a pair only once when the caller has it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-c]=[0-9]$/)),
      fc.array(fc.stringMatching(/^[a-c]=[a-f]$/)),
      (own, jar) => {
        const { value } = cookieHeader(own, jar.flatMap(pairsOf), 10_000);
        const names = new Set(own.map((text) => text.charAt(0)));
        expect(
          pairsOf(value)
            .filter(({ text }) => /[a-f]$/.test(text))
            .some(({ name }) => names.has(name)),
        ).toBe(false);
      },
    ),
  );
});
