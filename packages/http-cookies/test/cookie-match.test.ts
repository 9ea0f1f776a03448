import { describe, expect, it } from 'vitest';

import { goesTo } from '../src/cookie-match.ts';
import { scopeOf } from '../src/cookie-scope.ts';
import { cookieOf } from './support/store-cookies.ts';

describe('goesTo', () => {
  it.each([
    ['/', '/', true],
    ['/docs', '/docs', true],
    ['/docs', '/docs/', true],
    ['/docs', '/docs/a', true],
    ['/docs', '/docsearch', false],
    ['/docs/', '/docs', false],
    ['/a b', '/a%20b/c', true],
    ['/a%20b', '/a%20b/c', true],
    ['/%zz', '/%zz', true],
    ['/a/b', '/a%2Fb', false],
  ])('a cookie of %s and a request for %s: %s', (path, target, expected) => {
    const cookie = cookieOf('a', { path });
    expect(goesTo(cookie, scopeOf(new URL(`https://a.example.com${target}`)))).toBe(expected);
  });

  it.each([
    ['example.com', false, 'https://a.example.com/', true],
    ['example.com', true, 'https://a.example.com/', false],
    ['example.com', false, 'https://badexample.com/', false],
    ['0.0.1', false, 'https://127.0.0.1/', false],
    ['::1', true, 'https://[::1]/', true],
  ])('a cookie of %s (alone: %s) and %s: %s', (domain, hostOnly, url, expected) => {
    expect(goesTo(cookieOf('a', { domain, hostOnly }), scopeOf(new URL(url)))).toBe(expected);
  });
});
