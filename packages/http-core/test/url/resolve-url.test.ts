import { describe, expect, test } from 'vitest';

import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { BaseUrl } from '../../src/url/base-url.ts';
import { emptyQuery, layQuery } from '../../src/url/query.ts';
import { resolveUrl } from '../../src/url/resolve-url.ts';

const base = new BaseUrl('https://a.example/v1');
const href = (reference: string | URL, on: BaseUrl | undefined = base): string =>
  resolveUrl(on, reference, 'base').href;

describe('references go under the base', () => {
  test.each([
    ['users/1', '/v1/users/1'],
    ['/users/1', '/v1/users/1'],
    ['users/', '/v1/users/'],
    ['', '/v1'],
    ['/', '/v1/'],
    ['.', '/v1/'],
    ['./x', '/v1/x'],
    ['a/../b', '/v1/b'],
    ['a/..', '/v1/'],
    ['a/./b', '/v1/a/b'],
    ['a//b', '/v1/a//b'],
    ['export.csv', '/v1/export.csv'],
    ['...', '/v1/...'],
    ['a..b', '/v1/a..b'],
    ['?a=1', '/v1?a=1'],
    ['x?a=b#c', '/v1/x?a=b'],
    ['#c', '/v1'],
    ['x#?a', '/v1/x'],
    ['é/ü', '/v1/%C3%A9/%C3%BC'],
    ['a b', '/v1/a%20b'],
    ['a ', '/v1/a%20'],
    [' a', '/v1/%20a'],
    ['a%2Fb', '/v1/a%2Fb'],
    ['users:1', undefined],
    ['./users:1', '/v1/users:1'],
    ['/users:1', '/v1/users:1'],
    ['a\\b', '/v1/a/b'],
  ])('%o gives %o', (reference, expected) => {
    if (expected === undefined) expect(() => href(reference)).toThrow('"./"');
    else expect(href(reference)).toBe(`https://a.example${expected}`);
  });

  test('a base with a trailing slash or none, with or without a path', () => {
    expect(href('x', new BaseUrl('https://a/v1/'))).toBe('https://a/v1/x');
    expect(href('', new BaseUrl('https://a/v1/'))).toBe('https://a/v1/');
    expect(href('x', new BaseUrl('https://a'))).toBe('https://a/x');
    expect(href('/x', new BaseUrl('https://a/'))).toBe('https://a/x');
    expect(href('', new BaseUrl('https://a'))).toBe('https://a/');
  });

  test('absolute URLs inside the base are fine', () => {
    expect(href('https://a.example/v1/users?page=2')).toBe('https://a.example/v1/users?page=2');
    expect(href('HTTPS://A.example:443/v1')).toBe('https://a.example/v1');
    expect(href('//a.example/v1/x')).toBe('https://a.example/v1/x');
    expect(href(new URL('https://a.example/v1/x#f'))).toBe('https://a.example/v1/x');
  });

  test('a URL object that was given is not changed', () => {
    const given = new URL('https://u:p@a.example/v1/x?b=1#f');
    resolveUrl(base, given, 'base', emptyQuery, { c: 2 });
    expect(given.href).toBe('https://u:p@a.example/v1/x?b=1#f');
  });
});

describe('U1: nothing leaves the base', () => {
  // INVARIANT: an absolute reference never carries the client's credentials to another origin (CVE-2025-27152).
  const absolute = [
    'http://B/',
    '//B/',
    '\\\\B\\',
    '/\\B/',
    '\\/B/',
    'http:B',
    ' http://B',
    'HtTp://B',
    'http:/B',
    'http:\\\\B',
    '  //B',
    'https://B/v1/',
  ];

  test.each(absolute)('%o is refused', (reference) => {
    expect(() => href(reference)).toThrow(InvalidRequestError);
    expect(() => href(reference, new BaseUrl('http://a.example'))).toThrow(InvalidRequestError);
  });

  test.each(absolute)("%o is foreign with absoluteUrls: 'any'", (reference) => {
    const on = new BaseUrl('https://u:p@a.example/v1?key=1');
    const resolved = resolveUrl(on, reference, 'any', layQuery(on.query, { token: 'x' }));
    expect(resolved).toMatchObject({ isForeign: true, authorization: undefined });
    const { hostname, search } = new URL(resolved.href);
    expect(hostname).toBe('b');
    expect(search).toBe('');
  });

  test.each([
    '@B/x',
    '.B/x',
    ':1@B',
    '.well-known/x',
    'B',
    '@B:80',
    ';//B',
    '?//B',
    '#//B',
    '%2F%2FB/',
    '~//B',
  ])('%o is an ordinary path', (reference) => {
    for (const on of [base, new BaseUrl('https://a.example')]) {
      expect(new URL(href(reference, on)).host).toBe('a.example');
      expect(resolveUrl(on, reference, 'any').isForeign).toBe(false);
    }
  });

  test.each([
    'ht\ttp://B',
    '\nhttp://B',
    'http://B\r',
    'a\nb',
    'a\0b',
    '\x01//B',
    'a\x7f',
    '\ud800',
    '/\t/B',
    '.\t./x',
  ])('raw control characters are refused: %o', (reference) => {
    expect(() => href(reference)).toThrow('url holds a control character or a lone surrogate');
    expect(() => resolveUrl(base, reference, 'any')).toThrow(InvalidRequestError);
  });

  test.each([
    'ftp://b/',
    'file:///etc/passwd',
    'data:,x',
    'javascript:1',
    'unix:/x.sock',
    'blob:https://a.example/v1',
    'ws://b',
    'localhost:80',
    'view-source:http://b',
  ])('only http and https: %o', (reference) => {
    expect(() => href(reference)).toThrow(/allowed are http: and https:/);
    expect(() => resolveUrl(base, reference, 'any')).toThrow(InvalidRequestError);
    expect(() => resolveUrl(undefined, reference, 'base')).toThrow(InvalidRequestError);
  });

  test.each(['http://[::bad', 'http://', '//', '\\\\', 'http://a:99999', 'http://a b/'])(
    'no URL at all: %o',
    (reference) => {
      expect(() => resolveUrl(base, reference, 'any')).toThrow('url is not a valid absolute URL');
    },
  );

  test.each([[undefined], [null], [1], [{}], [{ toString: () => 'http://B' }], [['x']]])(
    'refuses %o by its type',
    (reference) => {
      expect(() => href(reference as never)).toThrow(/^url must be a string or a URL, not /);
    },
  );

  test('a message never shows the reference', () => {
    expect(() => href('https://user:s3cret@b/?token=s3cret')).toThrow(
      /^(?!.*s3cret).*https:\/\/a\.example\/v1/,
    );
  });
});

describe('U2: path escapes', () => {
  test.each([
    '../x',
    '/../x',
    '..',
    '%2e%2e/x',
    '.%2E/x',
    '..%2fx',
    '%2e%2e%2fx',
    '..%5Cx',
    '.\\..\\x',
    'a\\..\\..\\x',
    'foo/../../x',
    'foo/../../v10',
    ';/../../x',
    '..;/x',
    'https://a.example/v1/../x',
    'https://a.example/v1x',
    'https://a.example/',
    '\\x',
  ])('%o is refused', (reference) => {
    expect(() => href(reference)).toThrow(InvalidRequestError);
  });

  test.each([
    [';/../', '/v1/'],
    ['foo/../x', '/v1/x'],
    ['%2e/x', '/v1/x'],
    ['foo%2f..%2fx', '/v1/foo%2f..%2fx'],
  ])('%o stays inside', (reference, pathname) => {
    expect(new URL(href(reference)).pathname).toBe(pathname);
  });

  test("absoluteUrls: 'any' does not lift it for relative references", () => {
    expect(() => resolveUrl(base, '../x', 'any')).toThrow(InvalidRequestError);
  });

  test("the same origin outside the base is not foreign with absoluteUrls: 'any'", () => {
    expect(resolveUrl(base, 'https://a.example/other', 'any').isForeign).toBe(false);
  });
});

describe('without a base', () => {
  test('absolute URLs only', () => {
    expect(resolveUrl(undefined, 'http://b/x#f', 'base')).toMatchObject({
      isForeign: false,
      authorization: undefined,
    });
    for (const reference of ['x', '/x', '', '//b/x']) {
      expect(() => resolveUrl(undefined, reference, 'any')).toThrow(InvalidRequestError);
    }
  });
});

describe('userinfo', () => {
  test('becomes an authorization and leaves the URL', () => {
    const resolved = resolveUrl(undefined, 'http://u:p@b/x', 'base');
    expect(resolved.authorization).toBe(`Basic ${btoa('u:p')}`);
    expect(resolved.href).toBe('http://b/x');
  });

  test("the base's goes with every reference, the reference's own wins, a foreign one never gets the base's", () => {
    const on = new BaseUrl('https://u:p@a.example/v1');
    expect(resolveUrl(on, 'x', 'base').authorization).toBe(`Basic ${btoa('u:p')}`);
    expect(resolveUrl(on, 'é', 'base').authorization).toBe(`Basic ${btoa('u:p')}`);
    expect(resolveUrl(on, 'https://a.example/v1/x', 'base').authorization).toBe(`Basic ${btoa('u:p')}`);
    expect(resolveUrl(on, 'https://x:y@a.example/v1/x', 'base').authorization).toBe(`Basic ${btoa('x:y')}`);
    expect(resolveUrl(on, 'https://b/', 'any').authorization).toBeUndefined();
    expect(resolveUrl(on, 'https://x:y@b/', 'any').authorization).toBe(`Basic ${btoa('x:y')}`);
  });
});

describe('query', () => {
  const on = new BaseUrl('https://a.example/v1?key=1&page=0');
  const client = layQuery(on.query, { lang: 'en', page: 1 });

  test.each([
    ['users', undefined, '?key=1&lang=en&page=1'],
    ['users?page=2', undefined, '?key=1&lang=en&page=2'],
    ['users?page=2', { page: 3 }, '?key=1&lang=en&page=3'],
    ['users?page=2', { page: null, key: null }, '?lang=en'],
    ['https://a.example/v1/users?page=2&cursor=x', undefined, '?key=1&lang=en&page=2&cursor=x'],
    ['', { a: [1, 2] }, '?key=1&lang=en&page=1&a=1&a=2'],
  ])('%o with %o gives %o', (reference, query, search) => {
    expect(new URL(resolveUrl(on, reference, 'base', client, query).href).search).toBe(search);
  });

  test("the base's query is kept without any other", () => {
    expect(resolveUrl(on, 'x', 'base').href).toBe('https://a.example/v1/x?key=1&page=0');
  });

  test("a foreign URL gets the call's query only", () => {
    const { href } = resolveUrl(on, 'https://b/?z=1', 'any', client, { page: 3 });
    expect(href).toBe('https://b/?z=1&page=3');
  });
});
