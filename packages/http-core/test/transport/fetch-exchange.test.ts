import { afterAll, describe, expect, it, test } from 'vitest';

import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import { createClient } from '../../src/create-client.ts';
import { NetworkError, TimeoutError } from '../../src/errors/index.ts';
import { fetchTransport } from '../../src/transport/fetch.ts';
import { rejection } from '../support/fake-transport.ts';
import { httpServer } from '../support/http-server.ts';
import { rawServer } from '../support/raw-server.ts';

const client = createClient({ plugins: [fetchTransport()] });
afterAll(() => client.close({ grace: 0 }));

test('one exchange: headers, body, no redirect, no status error of its own', async () => {
  await using server = await httpServer((request, response, { body }) => {
    if (request.url === '/moved') response.writeHead(307, { location: '/landed' }).end();
    else response.writeHead(request.url === '/missing' ? 404 : 200, { 'x-a': '1' }).end(body);
  });
  const response = await client.post(`${server.url}/moved`, { json: { a: 1 }, headers: { 'x-b': '2' } });
  expect(await response.json()).toEqual({ a: 1 });
  expect(response.redirects).toEqual([`${server.url}/landed`]);
  expect(server.requests.map(({ target, headers }) => [target, headers['x-b']])).toEqual([
    ['/moved', '2'],
    ['/landed', '2'],
  ]);
  expect(await rejection(client.get(`${server.url}/missing`))).toMatchObject({ status: 404 });
});

describe('a failure', () => {
  it('to connect is a NetworkError', async () => {
    const server = await rawServer(() => {});
    const { url } = server;
    await server.close();
    const error = await rejection(client.get(url));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({
      reason: 'refused',
      sent: 'none',
      message: expect.stringContaining('Cannot connect to host 127.0.0.1:'),
    });
  });

  it('to find the name is one too', async () => {
    const raise = () =>
      Promise.reject(
        new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) }),
      );
    const named = createClient({ plugins: [fetchTransport({ fetch: raise })] });
    expect(await rejection(named.get('http://nowhere.test/'))).toMatchObject({
      reason: 'dns',
      sent: 'none',
      retryable: false,
    });
  });

  it.each(['get', 'stream'] as const)(
    'in the middle of the body of %s is one too, never an end',
    async (way) => {
      await using server = await rawServer(async (connection) => {
        await connection.request();
        connection.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf');
        connection.end();
      });
      const call =
        way === 'get'
          ? client.get(server.url)
          : client.stream('GET', server.url).then((response) => response.text());
      const error = await rejection(call);
      expect(error).toBeInstanceOf(NetworkError);
      expect(error).toMatchObject({ reason: 'truncated' });
    },
  );
});

describe('what ends it early', () => {
  it('is the headers limit', async () => {
    const clock = new VirtualClock();
    await using server = await rawServer(async (connection) => {
      await connection.request();
      await connection.closed;
    });
    const limited = createClient({
      clock,
      timeout: { headers: 40, total: null },
      plugins: [fetchTransport()],
    });
    const call = rejection(limited.get(server.url));
    await server.waitFor(() => server.requests.length === 1);
    await clock.advance(40);
    const error = await call;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ phase: 'headers' });
    await server.waitFor(() => server.openConnections === 0);
  });

  it('is the idle limit, between chunks of a buffered body', async () => {
    const clock = new VirtualClock();
    await using server = await rawServer(async (connection) => {
      await connection.request();
      connection.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf');
      await connection.closed;
    });
    let received = (): void => {};
    const begun = new Promise<void>((resolve) => (received = resolve));
    const limited = createClient({ clock, timeout: { idle: 40, total: null }, plugins: [fetchTransport()] });
    const call = rejection(limited.get(server.url, { onDownloadProgress: () => received() }));
    await begun;
    await clock.advance(40);
    const error = await call;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ phase: 'idle' });
    await server.waitFor(() => server.openConnections === 0);
  });

  it('is the caller, with the reason itself, before the head and in the body', async () => {
    await using server = await rawServer(async (connection) => {
      const { target } = await connection.request();
      if (target === '/body') connection.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf');
      await connection.closed;
    });
    for (const path of ['/head', '/body']) {
      const controller = new AbortController();
      const call = rejection(client.get(server.url + path, { signal: controller.signal }));
      await server.waitFor(() => server.requests.some(({ target }) => target === path));
      controller.abort({ path });
      expect(await call).toBe(controller.signal.reason);
      await server.waitFor(() => server.openConnections === 0);
    }
  });
});
