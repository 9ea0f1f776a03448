import { ConfigurationError, createClient } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { mockTransport } from '../../src/mock/mock-transport.ts';
import type { RouteTarget } from '../../src/mock/route-target.ts';

/** Whether a GET of `reference` under the base is answered by a route with this target, and with which parameters. */
async function answers(target: RouteTarget, reference: string, baseUrl = 'https://api.example.com/v1/') {
  const mock = mockTransport();
  mock.on('GET', target).reply(({ params }) => ({ body: params }));
  await using client = createClient({ baseUrl, absoluteUrls: 'any', plugins: [mock] });
  return client
    .get(reference)
    .json()
    .catch((error: unknown) => (error as Error).name);
}

describe('a target', () => {
  it.each<[string, RouteTarget, string, unknown]>([
    ['a path under the base', '/users/:id', '/users/1', { id: '1' }],
    ['a path without its first slash', 'users/:id', '/users/1', { id: '1' }],
    ['the whole path', '/v1/users/:id', 'users/1', { id: '1' }],
    ['the base itself', '/', '', {}],
    ['another path', '/users/:id', 'teams/1', 'UnmatchedRequestError'],
    ['a path with a query that is there', '/users?page=2', 'users?size=9&page=2', {}],
    ['a path with a query that is not', '/users?page=2', 'users?page=3', 'UnmatchedRequestError'],
    ['any URL', '*', 'https://other.example.com/x', { rest: 'x' }],
    ['an absolute URL', 'https://other.example.com/:x', 'https://other.example.com/1', { x: '1' }],
    ['an absolute URL of another origin', 'https://other.example.com/*', 'users/1', 'UnmatchedRequestError'],
    ['an origin alone', 'https://other.example.com', 'https://other.example.com/', {}],
    ['a URL', new URL('https://api.example.com/v1/users?page=2'), 'users?page=2', {}],
    ['a pattern of the path under the base', /^\/users\/(?<id>\d+)$/, 'users/12', { id: '12' }],
    ['a pattern of path and query', /page=\d$/, 'users?page=2', {}],
    ['a pattern of the whole URL', /^https:\/\/api\.example\.com\/v1\/users$/, 'users', {}],
    ['a pattern that does not fit', /^\/teams/, 'users', 'UnmatchedRequestError'],
    ['a function', ({ url }) => url.hostname === 'api.example.com', 'users', {}],
    ['a function that says no', () => false, 'users', 'UnmatchedRequestError'],
    [
      'a URLPattern',
      { exec: (url) => (url.endsWith('/7') ? { pathname: { groups: { id: '7', 0: undefined } } } : null) },
      'users/7',
      { id: '7' },
    ],
  ])('may be %s', async (_what, target, reference, expected) => {
    expect(await answers(target, reference)).toEqual(expected);
  });

  it('is whole where the client has no base with a path', async () => {
    expect(await answers('/users/1', 'users/1', 'https://api.example.com')).toEqual({});
    expect(await answers('/v1/users/1', 'users/1', 'https://api.example.com')).toBe('UnmatchedRequestError');
  });

  it('does not remember where a global pattern stopped', async () => {
    const mock = mockTransport();
    mock.on('GET', /users/g).reply(200);
    await using client = createClient({ baseUrl: 'https://api.example.com', plugins: [mock] });
    for (let index = 0; index < 3; index++) expect((await client.get('users')).status).toBe(200);
  });
});

it.each([
  ['get me', '/x', "method must be a method such as 'GET'"],
  [5, '/x', "method must be a method such as 'GET'"],
  ['GET', 5, 'The target of a route must be a path'],
  ['GET', undefined, 'The target of a route must be a path'],
  ['GET', 'https://', 'must be a valid URL without userinfo'],
  ['GET', 'https://ada:hunter2@example.com/', 'must be a valid URL without userinfo'],
])('on(%j, %j) is refused', (method, target, message) => {
  const make = (): unknown => mockTransport().on(method as string, target as string);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(message);
});
