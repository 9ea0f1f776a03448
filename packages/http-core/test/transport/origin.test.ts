import { describe, expect, it } from 'vitest';

import { hrefOf, originKey, originOf, originOfRequest } from '../../src/transport/origin.ts';
import type { WireRequest } from '../../src/transport/transport.ts';

it.each([
  [
    'http://a.example/x',
    {
      key: 'http://a.example',
      hostname: 'a.example',
      port: 80,
      authority: 'a.example:80',
      isAddress: false,
      isSecure: false,
    },
  ],
  [
    'https://a.example:8443/',
    { key: 'https://a.example:8443', port: 8443, authority: 'a.example:8443', isSecure: true },
  ],
  ['https://[::1]/', { hostname: '::1', port: 443, authority: '[::1]:443', isAddress: true }],
  ['http://0x7f.1/', { hostname: '127.0.0.1', isAddress: true }],
])('%s', (url, expected) => {
  expect(originOf(new URL(url))).toMatchObject(expected);
});

it('scheme and port keep origins apart', () => {
  const keys = ['http://a/', 'https://a/', 'http://a:81/', 'http://b/'].map((url) => originKey(new URL(url)));
  expect(new Set(keys).size).toBe(4);
});

describe('of a request', () => {
  const url = new URL('https://a.example/x?y');

  it('is found without its URL object where there is the text', () => {
    const untouched = {
      get url(): URL {
        throw new Error('made a URL');
      },
      href: url.href,
    } as WireRequest;
    originOf(url);
    expect(hrefOf(untouched)).toBe(url.href);
    expect(originOfRequest(untouched)).toMatchObject({ key: 'https://a.example', port: 443 });
  });

  it('is that of its URL where there is no text of its own', () => {
    const inherited = Object.assign(Object.create({ href: 'https://b.example/' }), { url }) as WireRequest;
    expect(hrefOf(inherited)).toBe(url.href);
    expect(originOfRequest(inherited)).toMatchObject({ key: 'https://a.example' });
  });
});
