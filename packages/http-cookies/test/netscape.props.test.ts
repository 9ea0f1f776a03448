import fc from 'fast-check';
import { expect, it } from 'vitest';

import { Cookie } from '../src/index.ts';
import { formatNetscape, parseNetscape } from '../src/netscape.ts';

const cookie = fc
  .record({
    key: fc.stringMatching(/^[!-:<>-~]{1,10}$/),
    value: fc.stringMatching(/^[ -:<-~]{0,20}$/),
    domain: fc.domain(),
    path: fc.constantFrom('/', '/docs', '/docs/'),
    hostOnly: fc.boolean(),
    secure: fc.boolean(),
    httpOnly: fc.boolean(),
    expires: fc.option(fc.integer({ min: 1, max: 4_000_000_000 }), { nil: undefined }),
  })
  .map(
    ({ expires, ...fields }) =>
      new Cookie({ ...fields, expires: expires === undefined ? 'Infinity' : new Date(expires * 1_000) }),
  );

const shown = (one: Cookie) => [one.toString(), one.domain, one.hostOnly];

it('reads back what it writes', () => {
  fc.assert(
    fc.property(fc.array(cookie), (cookies) => {
      expect(parseNetscape(formatNetscape(cookies)).map(shown)).toEqual(cookies.map(shown));
    }),
  );
});

it('takes any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('\t', '\n', 'a', '0', '/', '#', '.', 'TRUE') }), (text) => {
      for (const one of parseNetscape(text)) expect(one.key).not.toBe('');
    }),
  );
});
