import { describe, expect, it } from 'vitest';

import { isSensitiveHeader, isSensitiveKey, redactHeaders, redactText, redactUrl } from '../src/redact.ts';
import { cpuTime } from './support/cpu-time.ts';

describe('redactUrl', () => {
  it.each([
    ['userinfo', 'https://ada:pw@h/x', 'https://***@h/x'],
    ['a user without a password', '//ada@h/x', '//***@h/x'],
    ['userinfo with an at sign', 'https://ada:p@w@h/', 'https://***@h/'],
    ['userinfo after too few slashes', 'http:ada:pw@h', 'http:***@h'],
    ['userinfo after too many slashes', 'https:///ada:pw@h', 'https:///***@h'],
    ['userinfo after backslashes', 'https:\\\\ada:pw@h', 'https:\\\\***@h'],
    ['userinfo without a scheme', 'ada:pw@proxy:3128', '***@proxy:3128'],
    ['userinfo behind a line feed', 'ht\ntps:/\t/ada:pw@h', 'https://***@h'],
    ['userinfo of a URL in a URL', 'blob:https://ada:pw@h/', 'blob:https://***@h/'],
    ['a key in any case', '?ToKeN=a&b=1&API_KEY=c', '?ToKeN=***&b=1&API_KEY=***'],
    ['a repeated key', '?token=a&token=b', '?token=***&token=***'],
    ['a blank value', '?token=&b=', '?token=***&b='],
    ['a percent-encoded name', '?%74oken=a&api%5Fkey=b', '?%74oken=***&api%5Fkey=***'],
    ['a name with broken escapes', '?%zz%74oken=a', '?%zz%74oken=***'],
    [
      'the array forms',
      '?token[]=a&token%5B0%5D=b&user[password]=c',
      '?token[]=***&token%5B0%5D=***&user[password]=***',
    ],
    ['a second question mark', '/x?a=b?token=c', '/x?a=b?token=***'],
    ['a semicolon in a value and as a separator', '?token=a;b&c=1;sig=d', '?token=***&c=1;sig=***'],
    ['a fragment', '#access_token=a&state=1', '#access_token=***&state=1'],
    ['a fragment with a hash inside', '#token=a#b', '#token=***'],
    ['a fragment that looks like a route', '/#/login?code=a&x=1', '/#/login?code=***&x=1'],
    ['a path parameter', '/a;token=b/c', '/a;token=***/c'],
    ['a form instead of a URL', 'password=a&b=1', 'password=***&b=1'],
    ['an encoded URL with userinfo in a value', '?next=https%3A%2F%2Fa%3Ab%40h&x=1', '?next=***&x=1'],
    ['an encoded URL with a secret in a value', '?next=%2Fx%3Ftoken%3Da', '?next=***'],
    ['the same, encoded twice', '?next=%252Fx%253Ftoken%253Da', '?next=***'],
  ])('masks %s', (_, url, expected) => {
    expect(redactUrl(url)).toBe(expected);
  });

  it.each([
    'https://h/users/1?page=2&sort=name#top',
    '/users/ada@example.com',
    '?next=%2Fhome%3Fpage%3D1',
    'https://h:8080',
    '',
    '%',
    '://',
  ])('leaves %s as it is', (url) => {
    expect(redactUrl(url)).toBe(url);
  });

  it('takes a URL object', () => {
    expect(redactUrl(new URL('https://a:b@h/?sig=c'))).toBe('https://***@h/?sig=***');
  });
});

describe('redactHeaders', () => {
  it('masks sensitive headers, each of a list, and secrets inside the others', () => {
    const shown = redactHeaders({
      Authorization: 'Bearer a',
      'set-cookie': ['a=b', 'c=d'],
      'x-api-key': 'k',
      location: 'https://h/?token=a',
      accept: '*/*',
      absent: undefined,
    });
    expect({ ...shown }).toEqual({
      Authorization: '***',
      'set-cookie': ['***', '***'],
      'x-api-key': '***',
      location: 'https://h/?token=***',
      accept: '*/*',
    });
  });

  it('keeps a header named __proto__ as data', () => {
    const shown = redactHeaders(JSON.parse('{"__proto__":"x"}') as Record<string, string>);
    expect(Object.keys(shown)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(shown)).toBeNull();
  });
});

describe('redactText', () => {
  it.each([
    ['a URL', 'GET https://a:b@h/?token=c failed', 'GET https://***@h/?token=*** failed'],
    [
      'a URL in parentheses',
      'HTTP 404 (GET https://h/p?token=abc).',
      'HTTP 404 (GET https://h/p?token=***).',
    ],
    ['a relative URL', 'GET /p?key=a failed', 'GET /p?key=*** failed'],
    ['a header line', 'authorization: Digest a="b", c="d"\nhost: h', 'authorization: ***\nhost: h'],
    ['cookies', 'Cookie: a=b; c=d\r\nhost: h', 'Cookie: ***\r\nhost: h'],
    ['JSON', '{"authorization":"Basic a\\"b","x":1}', '{"authorization":"***","x":1}'],
    ['JSON in JSON', '"{\\"cookie\\":\\"a=b\\",\\"x\\":1}"', '"{\\"cookie\\":\\"***\\",\\"x\\":1}"'],
    [
      'an inspected object',
      "{ cookie: 'a; b', 'set-cookie': [ 'c', 'd' ], x: 1 }",
      "{ cookie: '***', 'set-cookie': ***, x: 1 }",
    ],
    ['a flat list of headers', "[ 'Cookie', 'a=b', 'Host', 'h' ]", "[ 'Cookie', '***', 'Host', 'h' ]"],
    ['a scheme and its credentials', 'sent Bearer abc.def and Basic YTpi', 'sent Bearer *** and Basic ***'],
    ['a scheme named twice', 'bearer Bearer abcd', 'bearer Bearer ***'],
    ['a header with a scheme', 'x-api-key: Bearer abcd', 'x-api-key: *** ***'],
    ['an assignment', 'password=a; tries=3', 'password=***; tries=3'],
    ['userinfo without slashes', 'proxy ada:pw@proxy:3128 refused', 'proxy ***@proxy:3128 refused'],
  ])('masks %s', (_, text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each([
    'Cannot connect to host api.example.com:443',
    'connect ECONNREFUSED 127.0.0.1:80',
    `Unexpected token '<', "<!DOCTYPE "... is not valid JSON`,
    'headers.authorization: must not hold a control character',
    "Plugin 'cookies' is registered twice; remove one of the two",
    'failed to negotiate protocol; invalid basic constraints; exit code=1',
    'Proxy Authentication Required',
    'Request timed out after 30.0s (phase: pool): connection pool exhausted',
    'at /app/node_modules/.pnpm/got@16.1.0/node_modules/got/index.js:1:2',
  ])('leaves %s as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe('the list', () => {
  it.each([
    ...[
      'Authorization',
      'proxy-authorization',
      'COOKIE',
      'cookie2',
      'set-cookie',
      'X-Api-Key',
      'api-key',
      'x-auth-token',
    ],
    ...[
      'private-token',
      'x-csrf-token',
      'x-amz-security-token',
      'x-client-secret',
      'x-credential',
      'x-signature',
      'x-session-id',
    ],
  ])('has the header %s', (name) => {
    expect(isSensitiveHeader(name)).toBe(true);
  });

  it.each([
    'accept',
    'content-type',
    'idempotency-key',
    'etag',
    'sec-websocket-key',
    'www-authenticate',
    'x-request-id',
  ])('does not have the header %s', (name) => {
    expect(isSensitiveHeader(name)).toBe(false);
  });

  it.each([
    ...[
      'api_key',
      'apiKey',
      'access_token',
      'TOKEN',
      'client-secret',
      'password',
      'passwd',
      'pwd',
      'signature',
      'sig',
      'key',
      'code',
    ],
    ...[
      'X-Amz-Signature',
      'X-Amz-Credential',
      'X-Goog-Signature',
      'jwt',
      'sessionid',
      'id_token_hint',
      'tok\nen',
      'user.password',
    ],
  ])('has the key %s', (name) => {
    expect(isSensitiveKey(name)).toBe(true);
  });

  it.each(['page', 'q', 'sort', 'state', 'id', 'keyword', 'country_code', 'design', ''])(
    'does not have the key %s',
    (name) => {
      expect(isSensitiveKey(name)).toBe(false);
    },
  );
});

describe('on 64 KiB made to be slow', () => {
  // INVARIANT: linear time; breaks with a pattern that can begin anywhere inside what it has already failed on.
  const units = [
    ...[
      ' ',
      '"',
      "'",
      ',',
      '.',
      ';',
      ':',
      '=',
      '&',
      '?',
      '#',
      '@',
      '/',
      '\\',
      '%',
      '[',
      ']',
      'a',
      '*',
      '\n',
      '\t',
    ],
    ...[
      'a=1;',
      'a=%41;',
      '=a:',
      'a:',
      '//',
      '//a',
      '//a@',
      'token',
      'token=',
      'token: ',
      'token="',
      'token=[',
      '%25',
      '%74',
    ],
    ...[
      '[1',
      'bearer ',
      'basic a',
      'a@',
      ':@',
      '?token=)',
      ')]}',
      "\\'",
      'a, "',
      'cookie: ',
      '?a=%3F',
      'http:',
      'a\\',
    ],
  ];

  it.each(units)('%j', (unit) => {
    for (const redact of [redactUrl, redactText]) {
      for (const [before, after] of [
        ['', ''],
        ['https://h/?a=', '@'],
        ['token', '!'],
      ] as const) {
        const make = (length: number): string => before + unit.repeat(length / unit.length) + after;
        const once = fastest(redact, make(65_536));
        expect(once).toBeLessThan(50);
        // Less than three times as long for twice the length, over two doublings; below some milliseconds it is noise.
        const growth = (): number =>
          Math.sqrt(fastest(redact, make(262_144)) / fastest(redact, make(65_536)));
        if (once > 3) expect(Math.min(growth(), growth())).toBeLessThan(3);
      }
    }
  });
});

/** Milliseconds of the fastest of a few runs: what else the machine does only ever adds. */
function fastest(redact: (text: string) => string, text: string): number {
  let best = Infinity;
  for (let run = 0; run < 3; run += 1) {
    const start = cpuTime();
    redact(text);
    best = Math.min(best, cpuTime() - start);
  }
  return best;
}
