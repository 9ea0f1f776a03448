import { expect, it } from 'vitest';

import { isBodiless, readHead } from '../../src/transport/response-head.ts';

it.each<[readonly string[], object]>([
  [[], { contentLength: undefined, keepAliveTimeout: undefined }],
  [
    ['Content-LENGTH', '12', 'Keep-Alive', 'timeout=5, max=100'],
    { contentLength: 12, keepAliveTimeout: 5_000 },
  ],
  [['keep-alive', 'max=3,timeout=7'], { keepAliveTimeout: 7_000 }],
  [['keep-alive', 'notimeout=7'], { keepAliveTimeout: undefined }],
  [['keep-alive', `${' '.repeat(65_536)}timeout=7`], { keepAliveTimeout: undefined }],
])('%o', (rawHeaders, expected) => {
  expect(readHead(rawHeaders)).toMatchObject(expected);
});

it('knows what has no body', () => {
  expect([
    isBodiless('HEAD', 200),
    isBodiless('GET', 204),
    isBodiless('GET', 304),
    isBodiless('GET', 200),
  ]).toEqual([true, true, true, false]);
});
