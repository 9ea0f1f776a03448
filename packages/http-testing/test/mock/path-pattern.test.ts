import { expect, it } from 'vitest';

import { PathPattern } from '../../src/mock/path-pattern.ts';

it.each([
  ['/users/1', '/users/1', {}],
  ['/users/1', '/users/2', undefined],
  ['/users/1', '/users/1/', undefined],
  ['/users/1', '/users/1/files', undefined],
  ['/', '/', {}],
  ['/users/:id', '/users/1', { id: '1' }],
  ['/users/:id', '/users/', { id: '' }],
  ['/users/:id', '/users/a%2Fb%20c', { id: 'a/b c' }],
  ['/users/:id', '/users/%zz', { id: '%zz' }],
  ['/users/:id/files/:name', '/users/1/files/a.txt', { id: '1', name: 'a.txt' }],
  ['/a b/ü', '/a%20b/%C3%BC', {}],
  ['/a%20b', '/a%20b', {}],
  ['/users/*/files', '/users/7/files', {}],
  ['/users/*/files', '/users/7/8/files', undefined],
  ['/users/*', '/users/7/files', { rest: '7/files' }],
  ['/users/*', '/users', { rest: '' }],
  ['/users/*', '/other/7', undefined],
  ['/*', '/anything/at/all', { rest: 'anything/at/all' }],
  ['/v1:batch', '/v1:batch', {}],
])('%s over %s gives %j', (pattern, path, expected) => {
  const found = new PathPattern(pattern).match(path);
  expect(found === undefined ? undefined : { ...found }).toEqual(expected);
});

it('keeps a parameter called __proto__ as data', () => {
  const found = new PathPattern('/:__proto__').match('/x');
  expect(Object.entries(found ?? {})).toEqual([['__proto__', 'x']]);
});
