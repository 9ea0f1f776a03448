import { describe, expect, it, test } from 'vitest';

import { createClient } from '../../src/create-client.ts';
import { ConfigurationError, InterceptorError, NotFoundError } from '../../src/errors/index.ts';
import { beforeRequest } from '../../src/interceptors/before-request.ts';
import { definePlugin } from '../../src/plugin.ts';
import { fakeTransport, rejection } from '../support/fake-transport.ts';

const url = 'http://a.test/';

/** Tries everything twice. */
const twice = definePlugin({
  name: 'twice',
  contract: 1,
  setup: () => ({
    call: {
      retry: (inner) => async (call) => {
        await inner(call.beginAttempt());
        return inner(call.beginAttempt());
      },
    },
    callOptions: {},
  }),
});

test('runs once per call, so that every attempt says the same', async () => {
  let count = 0;
  const id = beforeRequest((request) => request.headers.set('x-request-id', String(++count)));
  const transport = fakeTransport();
  await createClient({ plugins: [id, twice, transport] }).get(url);
  expect(transport.requests.map(({ headers }) => headers['x-request-id'])).toEqual(['1', '1']);
});

test.each([
  ['attempt', ['1', '1', '2', '2']],
  ['hop', ['1', '2', '3', '4']],
] as const)('runs once per %s where that is its scope', async (scope, expected) => {
  let count = 0;
  const id = beforeRequest((request) => request.headers.set('user-agent', String(++count)), { scope });
  const transport = fakeTransport((_, index) =>
    index % 2 === 0 ? { status: 302, headers: { location: '/next' } } : {},
  );
  await createClient({ plugins: [id, twice, transport] }).get(url);
  expect(transport.requests.map(({ headers }) => headers['user-agent'])).toEqual(expected);
});

test('may stand in the list many times, in order, and may wait', async () => {
  const add = (name: string) =>
    beforeRequest(async (request) => {
      await Promise.resolve();
      request.headers.append('x-trail', name);
    });
  const transport = fakeTransport();
  await createClient({ plugins: [add('a'), add('b'), transport] }).get(url);
  expect(transport.requests[0]?.headers['x-trail']).toEqual(['a', 'b']);
});

describe('an answer in place of the request', () => {
  it('may be a web Response, whose statuses and cookies count', async () => {
    const headers = new Headers([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['x-a', '1'],
    ]);
    const transport = fakeTransport();
    const answering = beforeRequest(
      () => new Response('made up', { status: 201, statusText: 'Made', headers }),
    );
    const response = await createClient({ plugins: [answering, transport] }).get(url);
    expect([response.status, response.statusText, await response.text()]).toEqual([201, 'Made', 'made up']);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('x-a')).toBe('1');
    expect(transport.requests).toHaveLength(0);
    const missing = beforeRequest(() => new Response('', { status: 404 }));
    expect(await rejection(createClient({ plugins: [missing] }).get(url))).toBeInstanceOf(NotFoundError);
  });

  it('may be made by the context', async () => {
    const answering = beforeRequest((_, context) =>
      context.respond({ status: 203, body: 'hi', headers: { a: ['1', '2'] } }),
    );
    const response = await createClient({ plugins: [answering] }).get(url);
    expect([response.status, await response.text(), response.headers.get('a')]).toEqual([203, 'hi', '1, 2']);
  });

  it.each([[0], [false], [null], ['text'], [{ status: 200 }]])(
    'is not %o, which was returned by mistake',
    async (value) => {
      const transport = fakeTransport();
      const client = createClient({ plugins: [beforeRequest((() => value) as never), transport] });
      const error = await rejection(client.get(url));
      expect(error).toBeInstanceOf(InterceptorError);
      expect(String(error)).toMatch(
        /Request interceptor failed: it returned .*; return a response, or nothing/,
      );
      expect(transport.requests).toHaveLength(0);
    },
  );
});

describe('what it raises', () => {
  it('is the cause of an InterceptorError, and nothing is sent', async () => {
    for (const cause of [new TypeError('no token'), 'text', undefined, null]) {
      const transport = fakeTransport();
      const failing = beforeRequest(() => {
        throw cause;
      });
      const error = await rejection(createClient({ plugins: [failing, transport] }).get(url));
      expect(error).toBeInstanceOf(InterceptorError);
      expect(error).toMatchObject({
        interceptor: 'request',
        message: expect.stringMatching(/^Request interceptor failed/),
      });
      expect((error as Error).cause).toBe(cause);
      expect(transport.requests).toHaveLength(0);
    }
  });

  it('is itself where it is of the tree', async () => {
    const own = new InterceptorError('error');
    const failing = beforeRequest(() => Promise.reject(own));
    expect(await rejection(createClient({ plugins: [failing, fakeTransport()] }).get(url))).toBe(own);
  });

  it('is the caller’s reason where that is what it passes on', async () => {
    const controller = new AbortController();
    const reason = { why: 'because' };
    const aborting = beforeRequest((_, context) => {
      controller.abort(reason);
      context.signal.throwIfAborted();
    });
    const { signal } = controller;
    expect(await rejection(createClient({ plugins: [aborting, fakeTransport()] }).get(url, { signal }))).toBe(
      reason,
    );
  });
});

test.each([
  [() => beforeRequest(5 as never), /beforeRequest takes a function, but was given a number/],
  [() => beforeRequest(undefined as never), /beforeRequest takes a function, but was given undefined/],
  [
    () => beforeRequest(() => {}, { scope: 'wire' as never }),
    /'scope' of beforeRequest must be 'call', 'attempt' or 'hop'/,
  ],
])('is refused at once where it is made wrongly', (make, message) => {
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(message);
});
