import { describe, expect, it } from 'vitest';

import { cpuTime } from '../../http-core/test/support/cpu-time.ts';
import { scopeOf } from '../src/cookie-scope.ts';
import { receivedCookie } from '../src/received-cookie.ts';

const now = Date.UTC(2026, 10, 21);
const received = (line: string, url = 'https://a.example.com/docs/page') =>
  receivedCookie(line, scopeOf(new URL(url)), now);

describe('receivedCookie', () => {
  it('is for its host and the folder of its path unless it says more', () => {
    expect(received('a=b')).toMatchObject({
      domain: 'a.example.com',
      hostOnly: true,
      path: '/docs',
      expires: 'Infinity',
    });
  });

  it.each([
    ['http://[::1]:8080/', '::1'],
    ['http://127.0.0.1:8080/', '127.0.0.1'],
    ['https://EXAMPLE.com/', 'example.com'],
    ['https://b\u00fccher.example/', 'xn--bcher-kva.example'],
    ['https://local/', 'local'],
    ['https://a.example.com./', 'a.example.com.'],
  ])('from %s is for %s', (url, domain) => {
    expect(received('a=b', url)).toMatchObject({ domain, hostOnly: true });
  });

  it.each([
    ['a=b; Max-Age=0', 0],
    ['a=b; Max-Age=-5', 0],
    ['a=b; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT', now + 60_000],
    ['a=b; Expires=Sun, 22 Nov 2026 00:00:00 GMT', now + 86_400_000],
    ['a=b; Max-Age=1e9', Infinity],
    ['a=b; Expires=tomorrow', Infinity],
  ])('%s expires at %d', (line, expected) => {
    const cookie = received(line);
    if (typeof cookie === 'string') throw new Error(cookie);
    expect(cookie.expires === 'Infinity' ? Infinity : Number(cookie.expires)).toBe(expected);
    expect(cookie.maxAge).toBe(null);
  });

  it('is not read when it is longer than 16 KiB', () => {
    expect(received(`a=b;${' '.repeat(16_380)}`)).toMatchObject({ key: 'a' });
    expect(received(`a=b;${' '.repeat(16_381)}`)).toBe('it is longer than 16384 bytes');
  });

  it('is quick with whatever a peer sends', () => {
    const parts = ['a=1;', ' ', ';', '=', '"', ',', '.', 'Domain=a.', 'Expires=1 1 1 1:1:1 ', '\u00e4'];
    for (const part of parts) {
      const line = part.repeat(16_000 / part.length);
      for (const text of [line, `a=b; ${line}`, `a=b; Domain=${line}`, `a=b; Expires=${line}`]) {
        const start = cpuTime();
        received(text);
        expect(cpuTime() - start).toBeLessThan(50);
      }
    }
  });
});
