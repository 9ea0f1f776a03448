import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';

import type { Client } from '../../src/client.ts';
import { createClient } from '../../src/create-client.ts';
import { InvalidRequestError, NetworkError, RedirectError } from '../../src/errors/index.ts';
import { beforeRequest } from '../../src/interceptors/before-request.ts';
import { fakeTransport, openBody, rejection } from '../support/fake-transport.ts';
import { type HttpServer, httpServer } from '../support/http-server.ts';
import { rawServer } from '../support/raw-server.ts';

let server: HttpServer;
let client: Client;
beforeAll(async () => {
  server = await httpServer((request, response, { body }) => {
    const { pathname } = new URL(request.url ?? '', 'http://a.test');
    if (pathname === '/moved') response.writeHead(302, { location: '/landed' }).end('moved');
    else if (pathname.startsWith('/status/')) response.writeHead(Number(pathname.slice(8))).end('body');
    else {
      response.end(
        JSON.stringify({
          method: request.method,
          url: request.url,
          headers: request.headers,
          body: String(body),
        }),
      );
    }
  });
  client = createClient();
});
afterAll(async () => {
  await client.close({ grace: 0 });
  await server.close();
});

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}
const echo = async (response: Response): Promise<Echo> => (await response.json()) as Echo;

describe('takes what fetch takes', () => {
  it('a string or a URL, without anything', async () => {
    const { fetch } = client;
    expect(await echo(await fetch(`${server.url}/a?b=1`))).toMatchObject({ method: 'GET', url: '/a?b=1' });
    expect(await echo(await fetch(new URL('/c', server.url)))).toMatchObject({ method: 'GET', url: '/c' });
  });

  it('a Request, its headers and body, and an init over it', async () => {
    const request = () =>
      new Request(`${server.url}/a`, { method: 'POST', body: 'text', headers: { 'x-a': '1', 'x-b': '2' } });
    expect(await echo(await client.fetch(request()))).toMatchObject({
      method: 'POST',
      body: 'text',
      headers: { 'x-a': '1', 'content-type': 'text/plain;charset=UTF-8' },
    });
    const over = await echo(
      await client.fetch(request(), { method: 'PUT', headers: { 'x-a': '3' }, body: 'other' }),
    );
    expect(over).toMatchObject({ method: 'PUT', body: 'other', headers: { 'x-a': '3' } });
    expect(over.headers).not.toHaveProperty('x-b');
  });

  it.each<[string, NonNullable<RequestInit['headers']>]>([
    ['a record', { 'X-A': '1' }],
    ['pairs', [['X-A', '1']]],
    ['Headers', new Headers({ 'X-A': '1' })],
  ])('headers as %s', async (_, headers) => {
    expect(await echo(await client.fetch(server.url, { headers }))).toMatchObject({
      headers: { 'x-a': '1' },
    });
  });

  it.each<[string, NonNullable<RequestInit['body']>, string]>([
    ['text', 'a=1', 'a=1'],
    ['bytes', new TextEncoder().encode('bytes'), 'bytes'],
    ['URLSearchParams', new URLSearchParams({ a: '1' }), 'a=1'],
    ['a Blob', new Blob(['blob']), 'blob'],
    ['a stream', new Blob(['stream']).stream() as never, 'stream'],
  ])('a body: %s', async (_, body, expected) => {
    expect(await echo(await client.fetch(server.url, { method: 'POST', body }))).toMatchObject({
      body: expected,
    });
  });

  it('null for no body and no signal', async () => {
    expect((await client.fetch(server.url, { body: null, signal: null })).status).toBe(200);
  });

  it('a method in lower case', async () => {
    expect(await echo(await client.fetch(server.url, { method: 'delete' }))).toMatchObject({
      method: 'DELETE',
    });
  });
});

test.each([200, 204, 304, 404, 500, 503])('status %i does not raise', async (status) => {
  const response = await client.fetch(`${server.url}/status/${status}`);
  expect(response).toBeInstanceOf(Response);
  expect([response.status, response.ok]).toEqual([status, status < 300]);
  expect(await response.text()).toBe(status === 204 || status === 304 ? '' : 'body');
});

describe('redirect', () => {
  it('follow, which is the default', async () => {
    for (const init of [{}, { redirect: 'follow' as const }]) {
      const response = await client.fetch(`${server.url}/moved`, init);
      expect([response.status, response.redirected, response.url]).toEqual([
        200,
        true,
        `${server.url}/landed`,
      ]);
      await response.text();
    }
  });

  it('manual shows it', async () => {
    const response = await client.fetch(`${server.url}/moved`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location'), response.redirected]).toEqual([
      302,
      '/landed',
      false,
    ]);
    expect(await response.text()).toBe('moved');
  });

  it('error refuses it, from a Request too, and closes the body', async () => {
    const transport = fakeTransport(() => ({
      status: 301,
      headers: { location: '/b' },
      body: openBody().body,
    }));
    const faked = createClient({ plugins: [transport] });
    expect(await rejection(faked.fetch('http://a.test/', { redirect: 'error' }))).toBeInstanceOf(
      RedirectError,
    );
    expect(transport.destroyed).toBe(1);
    const request = new Request(`${server.url}/moved`, { redirect: 'error' });
    expect(await rejection(client.fetch(request))).toBeInstanceOf(RedirectError);
    expect((await client.fetch(server.url, { redirect: 'error' })).status).toBe(200);
  });
});

describe('signal', () => {
  it('rejects with its reason, before and during the call', async () => {
    const reason = { why: 'because' };
    expect(await rejection(client.fetch(server.url, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    const controller = new AbortController();
    await using silent = await rawServer(async (connection) => {
      await connection.head();
      controller.abort(reason);
      await connection.closed;
    });
    const request = new Request(silent.url, { signal: controller.signal });
    expect(await rejection(client.fetch(request))).toBe(reason);
  });

  it('ends a body that is being read', async () => {
    const controller = new AbortController();
    await using endless = await rawServer(async (connection) => {
      await connection.head();
      connection.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart');
      await connection.closed;
    });
    const response = await client.fetch(endless.url, { signal: controller.signal });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('part');
    const reading = rejection(reader?.read() as Promise<unknown>);
    controller.abort('stop');
    expect(await reading).toBe('stop');
    await endless.waitFor(() => endless.openConnections === 0);
  });
});

test('everything else of the chain applies: base URL, headers, interceptors, errors', async () => {
  const transport = fakeTransport();
  const based = createClient({
    baseUrl: 'http://a.test/v1',
    headers: { 'x-client': '1' },
    plugins: [beforeRequest((request) => request.headers.set('x-late', '2')), transport],
  });
  await based.fetch('/users');
  expect(transport.requests[0]).toMatchObject({ headers: { 'x-client': '1', 'x-late': '2' } });
  expect(transport.requests[0]?.url.href).toBe('http://a.test/v1/users');
  const failing = createClient({
    plugins: [fakeTransport(() => Promise.reject(new NetworkError('reset', 'cut')))],
  });
  expect(await rejection(failing.fetch('http://a.test/'))).toBeInstanceOf(NetworkError);
});

test.each<[string, unknown, RequestInit]>([
  ['a URL that is none', 'nowhere', {}],
  ['no URL', undefined, {}],
  ['an object', {}, {}],
  ['a header that is none', 'http://a.test/', { headers: { 'x y': '1' } }],
  ['a body with GET', 'http://a.test/', { body: 'x' }],
  ['a method that is none', 'http://a.test/', { method: 'GE T' }],
  ['a signal that is none', 'http://a.test/', { signal: {} as never }],
])('%s is a rejection of the tree, with nothing sent', async (_, input, init) => {
  const transport = fakeTransport();
  const faked = createClient({ plugins: [transport] });
  expect(await rejection(faked.fetch(input as string, init))).toBeInstanceOf(InvalidRequestError);
  expect(transport.requests).toHaveLength(0);
});
