import { classify, createClient } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { virtualClock } from '../../src/clock/virtual-clock.ts';
import { MockError } from '../../src/mock/mock-error.ts';
import { mockTransport } from '../../src/mock/mock-transport.ts';
import { UnmatchedRequestError } from '../../src/mock/unmatched-request-error.ts';

const baseUrl = 'https://api.example.com/v1';

function setUp() {
  const mock = mockTransport();
  const clock = virtualClock();
  return { mock, clock, client: createClient({ baseUrl, clock, plugins: [mock] }) };
}

/** What a promise rejects with. */
function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve(promise).then(
    () => Promise.reject(new Error('it resolved')),
    (error: unknown) => error,
  );
}

it('answers under the base URL of the client, as its calls are written', async () => {
  const { mock, client } = setUp();
  mock.on('GET', '/users/1').reply(200, { id: 1 });
  expect(await client.get('/users/1').json()).toEqual({ id: 1 });
  expect(await client.get('users/1').json()).toEqual({ id: 1 });
  expect(mock.calls.map(({ url }) => url.href)).toEqual([`${baseUrl}/users/1`, `${baseUrl}/users/1`]);
});

it('answers with what a function gives, a web Response too', async () => {
  const { mock, clock, client } = setUp();
  mock.on('POST', '/users').reply(({ json, method, ...request }) => {
    expect(request.index).toBe(0);
    return { status: 201, headers: { location: '/users/3' }, body: { method, json: typeof json } };
  });
  mock.on('GET', '/web').reply(() => Response.json({ id: 3 }, { status: 203, headers: { x: 'y' } }));
  mock.on('GET', '/late').reply(async (_request, { wait }) => {
    await wait(250);
    return {};
  });
  expect((await client.post('users')).status).toBe(201);
  const web = await client.get('web');
  expect([web.status, web.headers.get('x'), await web.json()]).toEqual([203, 'y', { id: 3 }]);
  expect((await clock.settle(client.get('late'))).status).toBe(200);
  expect(clock.now()).toBe(250);
});

describe('a request that no route answers', () => {
  it('fails at once with the nearest routes and why each does not match, redacted', async () => {
    const { mock, client } = setUp();
    mock.on('GET', '/teams/:id').reply(200);
    mock.on('POST', '/users/:id').reply(200);
    mock.on('GET', '/users/:id', { query: { page: 2 }, headers: { 'x-tenant': 'acme' } }).reply(200);
    mock.on('GET', '/').reply(200);
    const error = await rejection(client.get('users/1?page=3&token=s3cr3t'));
    expect(error).toBeInstanceOf(UnmatchedRequestError);
    expect((error as Error).message.split('\n')).toEqual([
      `No route of the mock answers GET ${baseUrl}/users/1?page=3&token=***. The nearest of its 4 routes:`,
      '- GET /users/:id: query page should be 2, but it is "3"; header x-tenant should be "acme", but there is none',
      '- GET /teams/:id: the path is /users/1',
      '- POST /users/:id: the method is GET',
      '- and 1 more',
    ]);
  });

  it.each([
    ['no route', 'it has no routes'],
    ['a route without a reply', 'GET /: it has no reply'],
  ])('says so with %s', async (what, message) => {
    const { mock, client } = setUp();
    if (what === 'a route without a reply') mock.on('GET', '/');
    await expect(client.get('')).rejects.toThrow(message);
  });

  // INVARIANT: retry and breaker go by classify(); an error that it calls a failure of the peer would be tried again.
  it('is nothing to retry and no failure of the peer', async () => {
    const { client } = setUp();
    const error = await rejection(client.get(''));
    expect(classify(error)).toMatchObject({ kind: 'policy', retry: 'never', isFailure: false });
    expect(error).toMatchObject({ code: 'ERR_HTTP_MOCK', name: 'UnmatchedRequestError' });
  });

  it('is told by assertDone() even if the code under test has swallowed it', async () => {
    const { mock, client } = setUp();
    await client.get('users').result();
    await client.get('teams').result();
    expect(() => mock.assertDone()).toThrow(MockError);
    expect(() => mock.assertDone()).toThrow(
      /^2 requests had no answer:\nNo route .*\/users.*\nNo route .*\/teams/,
    );
  });
});

it('tells what a reply function throws, and what it gives wrong', async () => {
  const { mock, client } = setUp();
  const mistake = new TypeError('not in this test');
  mock.on('GET', '/throws').reply(() => {
    throw mistake;
  });
  mock.on('GET', '/wrong').reply(() => ({ status: 42 }));
  expect(await rejection(client.get('throws'))).toMatchObject({
    name: 'MockError',
    message: `The reply to GET ${baseUrl}/throws threw TypeError: not in this test`,
    cause: mistake,
  });
  await expect(client.get('wrong')).rejects.toThrow('reply.status must be a whole number from 200 to 999');
  expect(() => mock.assertDone()).toThrow('2 requests had no answer');
});

describe('pending and assertDone', () => {
  it('ask for what was counted, and not for what persists', async () => {
    const { mock, client } = setUp();
    mock.on('GET', '/default').reply(200);
    mock.on('GET', '/users').replyOnce(200).reply(201).times(2);
    expect(mock.pending).toEqual(['GET /users (3 more)']);
    expect(() => mock.assertDone()).toThrow('Replies that nobody has asked for: GET /users (3 more)');
    for (let index = 0; index < 3; index++) await client.get('users');
    expect(mock.pending).toEqual([]);
    expect(() => mock.assertDone()).not.toThrow();
  });
});

it('asks the routes in their order, and an override before them', async () => {
  const { mock, client } = setUp();
  mock.on('GET', '/users').reply(200);
  mock.on('GET', '/users').reply(201);
  expect((await client.get('users')).status).toBe(200);
  mock.override('GET', '/users').replyOnce(202);
  expect((await client.get('users')).status).toBe(202);
  expect((await client.get('users')).status).toBe(200);
});

it('forgets everything by reset()', async () => {
  const { mock, client } = setUp();
  mock.on('GET', '/users').replyOnce(200).replyOnce(200);
  await client.get('users');
  await client.get('teams').result();
  mock.reset();
  expect([mock.calls.length, mock.pending.length]).toEqual([0, 0]);
  mock.assertDone();
  await expect(client.get('users')).rejects.toThrow('it has no routes');
});

it('serves several clients, each by its own base and clock, and outlives them', async () => {
  const mock = mockTransport();
  mock.on('GET', '/users').reply(200).delay(100);
  const clocks = [virtualClock(), virtualClock({ now: 5_000 })] as const;
  const one = createClient({ baseUrl, clock: clocks[0], plugins: [mock] });
  const other = createClient({ baseUrl: 'https://b.test/', clock: clocks[1], plugins: [mock] });
  await clocks[0].settle(one.get('users'));
  await one.close();
  await clocks[1].settle(other.get('users'));
  expect(mock.calls.map(({ url, time }) => [url.host, time])).toEqual([
    ['api.example.com', 0],
    ['b.test', 5_000],
  ]);
  await expect(one.get('users')).rejects.toMatchObject({ code: 'ERR_HTTP_CLOSED' });
});

it('is a transport that a client with proxies and HTTP/2 can be made with', () => {
  const proxies = { name: 'proxies', contract: 1 as const, setup: () => ({ proxyFor: () => undefined }) };
  const client = createClient({ http2: true, plugins: [mockTransport(), proxies] });
  expect(client.describe().transport).toBe('mock');
});

it('takes 2,000 calls at once', async () => {
  const { mock, clock, client } = setUp();
  mock
    .on('GET', '/users/:id')
    .reply(({ params }) => ({ body: params.id }))
    .delay(50);
  const all = Promise.all(Array.from({ length: 2_000 }, (_, id) => client.get(`users/${id}`).text()));
  await clock.advance(50);
  expect((await all).every((text, index) => text === String(index))).toBe(true);
  expect([mock.calls.length, clock.pending]).toEqual([2_000, 0]);
});
