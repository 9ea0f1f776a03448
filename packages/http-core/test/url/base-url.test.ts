import { describe, expect, test } from 'vitest';

import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import { BaseUrl } from '../../src/url/base-url.ts';

describe('BaseUrl', () => {
  test('is taken apart', () => {
    const base = new BaseUrl('https://user:pass@API.example.com:443/v1/a/../?key=1#top');
    expect(base.origin).toBe('https://api.example.com');
    expect(base.pathname).toBe('/v1/');
    expect(base.prefix).toBe('https://api.example.com/v1');
    expect(base.query.search).toBe('?key=1');
    expect(base.authorization).toBe(`Basic ${btoa('user:pass')}`);
  });

  test('takes a URL and does not change it', () => {
    const url = new URL('https://u:p@a/v1');
    expect(new BaseUrl(url).prefix).toBe('https://a/v1');
    expect(url.href).toBe('https://u:p@a/v1');
  });

  test.each([
    [''],
    ['/v1'],
    ['api.example.com/v1'],
    ['localhost:8080'],
    ['ftp://a/'],
    ['file:///etc'],
    ['unix:/x.sock'],
    [' http://a'],
    ['http://a\n'],
    ['ht\ttp://a'],
    ['http://[::bad'],
    ['http://a:99999/'],
    ['http://a\ud800'],
    ['http://a%3Ab:c@h/'],
    [undefined],
    [7],
    [{ toString: () => 'http://a' }],
  ])('refuses %o', (value) => {
    expect(() => new BaseUrl(value as never)).toThrow(ConfigurationError);
    expect(() => new BaseUrl(value as never)).toThrow(/^baseUrl/);
  });

  test('a message shows no credentials and has no cause that does', () => {
    try {
      new BaseUrl('http://user:s3cret@[bad');
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify([String(error), (error as Error).cause ?? null])).not.toContain('s3cret');
    }
  });

  test.each([
    ['https://a/v1', true],
    ['https://a/v1/', true],
    ['https://a/v1/x', true],
    ['https://a/v10', false],
    ['https://a/', false],
    ['http://a/v1', false],
    ['https://a:8443/v1', false],
    ['https://b/v1', false],
    ['https://a/v1/..%2fx', false],
    ['https://a/v1/%2e%2e%2Fx', false],
    ['https://a/v1/..%5cx', false],
    ['https://a/v1/..;/x', false],
    ['https://a/v1/..%3b/x', false],
    ['https://a/v1/y/..%2fx', true],
    ['https://a/v1/y..%2fx', true],
    ['https://a/v1/...%2fx', true],
    ['https://a/v1/x%2fy', true],
  ])('contains %s: %s', (text, verdict) => {
    expect(new BaseUrl('https://a/v1/').contains(new URL(text))).toBe(verdict);
    expect(new BaseUrl('https://a/v1').contains(new URL(text))).toBe(verdict);
  });
});
