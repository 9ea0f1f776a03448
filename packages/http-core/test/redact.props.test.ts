import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { redactHeaders, redactText, redactUrl } from '../src/redact.ts';

const secret = 'S3cr3tValue';
const fragments = [
  ...[
    '://',
    '//',
    '/',
    '\\',
    '?',
    '#',
    '&',
    ';',
    '=',
    ':',
    '@',
    ',',
    ' ',
    '\n',
    '"',
    "'",
    '\\"',
    '[',
    ']',
    '(',
    ')',
    '%',
    '%3D',
    '%253D',
  ],
  ...[
    'token',
    'TOKEN=',
    'cookie: ',
    '"authorization":',
    'Bearer ',
    'basic ',
    'key',
    'a',
    'h.example',
    'https',
    '***',
    '%40',
    '%74',
    '.',
    '!',
  ],
];
/** Text out of the pieces that the redactor looks for, which random characters rarely form. */
const text = fc
  .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 4 })), { maxLength: 30 })
  .map((parts) => parts.join(''));
const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const casing = (name: string): fc.Arbitrary<string> =>
  fc.array(fc.boolean(), { minLength: name.length, maxLength: name.length }).map((upper) =>
    Array.from(name)
      .map((char, index) => (upper[index] === true ? char.toUpperCase() : char))
      .join(''),
  );
const escaping = (name: string): fc.Arbitrary<string> =>
  fc.array(fc.boolean(), { minLength: name.length, maxLength: name.length }).map((escape) =>
    Array.from(name)
      .map((char, index) => (escape[index] === true ? `%${char.charCodeAt(0).toString(16)}` : char))
      .join(''),
  );
const key = fc.constantFrom(
  'api_key',
  'access_token',
  'token',
  'secret',
  'password',
  'signature',
  'sig',
  'key',
  'client-secret',
  'token[]',
);
const sensitiveKey = key.chain(casing).chain(escaping);
// Letters that no sensitive name can be spelt with.
const harmless = fc.stringMatching(/^[bf0-9]{1,6}$/);
const pairs = fc
  .array(fc.tuple(harmless, word), { maxLength: 4 })
  .map((list) => list.map(([name, value]) => `${name}x=${value}`));

describe('redactUrl', () => {
  it('is idempotent and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(text, fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })),
        (url) => {
          const once = redactUrl(url);
          expect(redactUrl(once)).toBe(once);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('shows no value of a sensitive key, wherever it stands in query or fragment', () => {
    fc.assert(
      fc.property(
        pairs,
        sensitiveKey,
        pairs,
        fc.constantFrom('?', '#', '?a#b&', '#/r?'),
        word,
        (before, name, after, mark, tail) => {
          const url = `https://h/p${mark}${[...before, `${name}=${secret}${tail}`, ...after].join('&')}`;
          const shown = redactUrl(url);
          expect(shown).not.toContain(secret);
          for (const pair of [...before, ...after]) expect(shown).toContain(pair);
          expect(redactText(`failed (GET ${url}): why`)).not.toContain(secret);
        },
      ),
    );
  });

  it('shows no userinfo, and all of host, path and ordinary query', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('http', 'https', 'socks5', 'HTTPS'),
        fc.string({ maxLength: 5 }),
        pairs,
        (scheme, user, query) => {
          const url = `${scheme}://${encodeURIComponent(user.toWellFormed())}:${secret}@h.example/p?${query.join('&')}`;
          expect(redactUrl(url)).toBe(`${scheme}://***@h.example/p?${query.join('&')}`);
          expect(redactText(`via "${url}"`)).not.toContain(secret);
        },
      ),
    );
  });

  it('shows no secret of what the URL parser takes for userinfo', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const url = `http:${before}${secret}${after}`;
        const parsed = URL.parse(url);
        fc.pre(
          parsed !== null &&
            (parsed.username + parsed.password).includes(secret) &&
            !parsed.href.split('@').pop()?.includes(secret),
        );
        expect(redactUrl(url)).not.toContain(secret);
        expect(redactUrl(parsed)).not.toContain(secret);
      }),
      { numRuns: 3000 },
    );
  });

  it('shows no secret of what the URL parser takes for the value of a sensitive key', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('token', 'password', 'key'), text, (before, name, after) => {
        const url = `http://h/?${before}&${name}=${after}${secret}`;
        const parsed = URL.parse(url);
        fc.pre(parsed !== null && parsed.searchParams.getAll(name).some((value) => value.includes(secret)));
        expect(redactUrl(url)).not.toContain(secret);
        expect(redactUrl(parsed)).not.toContain(secret);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('redactText', () => {
  it('is idempotent and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (given) => {
        const once = redactText(given);
        expect(redactText(once)).toBe(once);
      }),
      { numRuns: 5000 },
    );
  });

  it('shows no header value in the forms that libraries print', () => {
    const name = fc.constantFrom(
      'authorization',
      'Proxy-Authorization',
      'cookie',
      'set-cookie',
      'x-api-key',
      'x-auth-token',
    );
    const form = fc.constantFrom<(name: string, value: string) => string>(
      (header, value) => `${header}: ${value}`,
      (header, value) => JSON.stringify({ a: 1, [header]: value }),
      (header, value) => JSON.stringify({ headers: { [header]: [value, value] } }),
      (header, value) => JSON.stringify(JSON.stringify({ [header]: value })),
      (header, value) => `{ '${header}': '${value}' }`,
      (header, value) => `[\n  '${header}',\n  '${value}'\n]`,
    );
    fc.assert(
      fc.property(
        word,
        name,
        form,
        fc.constantFrom('', 'Bearer ', 'Basic '),
        word,
        (before, header, print, scheme, tail) => {
          expect(redactText(`${before} ${print(header, `${scheme}${secret}${tail}`)}`)).not.toContain(secret);
        },
      ),
    );
  });
});

describe('redactHeaders', () => {
  it('keeps every name and is idempotent', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.oneof(word, fc.constantFrom('authorization', '__proto__')),
          fc.oneof(text, fc.array(text)),
        ),
        (headers) => {
          const once = redactHeaders(headers);
          expect(Object.keys(once)).toEqual(Object.keys(headers));
          expect(redactHeaders(once)).toEqual(once);
        },
      ),
    );
  });
});
