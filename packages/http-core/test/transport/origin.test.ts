import { expect, it } from 'vitest';

import { originKey, originOf } from '../../src/transport/origin.ts';

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
