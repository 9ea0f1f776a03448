import { ConfigurationError, createClient } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { mockTransport } from '../../src/mock/mock-transport.ts';
import type { RouteConditions } from '../../src/mock/route-conditions.ts';

const url = 'https://api.example.com/';

/** `undefined` when the call is answered, else why it is not. */
async function verdict(
  conditions: RouteConditions,
  options: object,
  reference = '',
): Promise<string | undefined> {
  const mock = mockTransport();
  mock.on('POST', '/', conditions).reply(200);
  await using client = createClient({ baseUrl: url, plugins: [mock] });
  return client.post(reference, options).then(
    () => undefined,
    (error: unknown) => (error as Error).message.replace(/^[\s\S]*POST \/: /, ''),
  );
}

describe('query', () => {
  it.each<[RouteConditions['query'], string, string | undefined]>([
    [{ page: 2 }, '?page=2&size=10', undefined],
    [{ page: '2', size: /^\d+$/ }, '?page=2&size=10', undefined],
    [{ page: (value) => Number(value) > 1 }, '?page=2', undefined],
    [{ page: null }, '?size=10', undefined],
    [{ tag: ['a', 'b'] }, '?tag=a&tag=b', undefined],
    [{ tag: 'b' }, '?tag=a&tag=b', undefined],
    [{ page: 2 }, '?page=3', 'query page should be 2, but it is "3"'],
    [{ page: 2 }, '', 'query page should be 2, but there is none'],
    [{ page: null }, '?page=1', 'query page should be none, but it is "1"'],
    [{ tag: ['b', 'a'] }, '?tag=a&tag=b', 'query tag should be ["b","a"], but it is "a", "b"'],
    [{ q: /^x/ }, '?q=y', 'query q should be /^x/, but it is "y"'],
    [{ token: 'one' }, '?token=two', 'query token is another one'],
    [{ token: 'one' }, '', 'query token is missing'],
  ])('%j of %s: %s', async (query, reference, expected) => {
    expect(await verdict({ query }, {}, reference)).toBe(expected);
  });
});

describe('headers', () => {
  it.each<[RouteConditions['headers'], Record<string, string>, string | undefined]>([
    [{ 'X-Tenant': 'acme' }, { 'x-tenant': 'acme' }, undefined],
    [{ authorization: /^Bearer / }, { authorization: 'Bearer abc' }, undefined],
    [{ 'x-tenant': null }, {}, undefined],
    [{ 'x-tenant': 'acme' }, { 'x-tenant': 'other' }, 'header x-tenant should be "acme", but it is "other"'],
    [{ authorization: 'Bearer one' }, { authorization: 'Bearer two' }, 'header authorization is another one'],
    [{ authorization: /./ }, {}, 'header authorization is missing'],
  ])('%j of %j: %s', async (headers, given, expected) => {
    expect(await verdict({ headers }, { headers: given })).toBe(expected);
  });
});

describe('body', () => {
  it.each<[string, RouteConditions['body'], object, string | undefined]>([
    ['JSON in any order', { a: 1, b: [2] }, { json: { b: [2], a: 1 } }, undefined],
    ['a list', [1, 2], { json: [1, 2] }, undefined],
    ['other JSON', { a: { b: 1 } }, { json: { a: { b: 2 } } }, 'the body differs at $.a.b'],
    ['no JSON', { a: 1 }, { body: 'x' }, 'the body is not JSON'],
    ['nothing', { a: 1 }, {}, 'there is no body, or none that has come'],
    ['text', 'hello', { body: 'hello' }, undefined],
    ['other text', 'hello', { body: 'bye' }, 'the body is another text'],
    ['a pattern', /ell/, { body: 'hello' }, undefined],
    ['a pattern that does not fit', /x/, { body: 'hello' }, 'the body does not fit /x/'],
    ['bytes', new Uint8Array([1, 2]), { body: new Uint8Array([1, 2]) }, undefined],
    ['other bytes', new Uint8Array([1, 2]), { body: new Uint8Array([1, 3]) }, 'the body has other bytes'],
    ['a form', new URLSearchParams('a=1&b=2'), { form: { b: '2', a: '1' } }, undefined],
    ['another form', new URLSearchParams('a=1'), { form: { a: '2' } }, 'the body has other form fields'],
    ['a function', (request) => request.text().length === 5, { body: 'hello' }, undefined],
    ['a function that says no', () => false, { body: 'hello' }, 'the body is not what its function accepts'],
  ])('%s', async (_what, body, options, expected) => {
    expect(await verdict({ body }, options)).toBe(expected);
  });

  it('of a stream is read before a route is chosen, and only then', async () => {
    const mock = mockTransport();
    mock.on('POST', '/', { body: 'one' }).reply(201);
    mock.on('POST', '/').fail('refused');
    await using client = createClient({ baseUrl: url, plugins: [mock] });
    async function* stream() {
      yield new TextEncoder().encode('on');
      yield new TextEncoder().encode('e');
    }
    expect((await client.post('', { body: () => stream() })).status).toBe(201);
    expect(mock.calls[0]?.text()).toBe('one');
  });
});

it.each([
  [{ body: 5 }, 'conditions.body must be a string, bytes'],
  [{ body: null }, 'conditions.body must be a string, bytes'],
  [{ query: { page: {} } }, 'conditions.query.page must be text, a number'],
  [{ headers: [] }, 'conditions.headers must be an object with a matcher per name'],
  [{ header: {} }, "Option 'conditions.header' is unknown"],
])('%j is refused', (conditions, message) => {
  const make = (): unknown => mockTransport().on('GET', '/', conditions as RouteConditions);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(message);
});
