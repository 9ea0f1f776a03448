import { describe, expect, it } from 'vitest';

import { NetworkError } from '../../src/errors/index.ts';
import { raw, withClient } from '../support/client-case.ts';
import { rejection } from '../support/fake-transport.ts';
import type { Script } from '../support/raw-server.ts';

const ok = raw([], 'ok');
const reset = { code: 'ERR_HTTP_NETWORK', reason: 'reset', reused: true, responseStarted: false };

/** Answers the first request of the first connection and breaks it at the second; later connections answer always. */
function stale(how: 'reset' | 'end', connections = 1): Script {
  return async (connection) => {
    await connection.request();
    connection.write(ok);
    if (connection.index >= connections) {
      for await (const _request of connection.requests()) connection.write(ok);
      return;
    }
    await connection.request();
    connection[how]();
  };
}

describe.each([
  ['plain', {}],
  ['TLS', { tls: true }],
] as const)('over %s', (_name, server) => {
  describe.each(['reset', 'end'] as const)('a kept-alive socket that turns out stale by %s', (how) => {
    it.each([
      ['GET', {}],
      ['PUT', { body: 'text' }],
      ['PUT', { body: () => new Blob(['text']).stream() }],
      ['DELETE', {}],
      ['POST', { body: 'text', headers: { 'idempotency-key': '1' } }],
    ])('costs a %s nothing but a line in the ledger (%#)', (method, options) =>
      withClient(
        stale(how),
        async (client, served) => {
          await client.get('/');
          const response = await client.request(method, '/', options);
          expect(await response.text()).toBe('ok');
          expect(response.attempts).toHaveLength(2);
          expect(response.attempts[0]).toMatchObject({
            attempt: 1,
            error: 'ERR_HTTP_NETWORK',
            reusedSocket: true,
            sent: 'complete',
          });
          expect(response.attempts[1]).toMatchObject({
            attempt: 2,
            delay: 0,
            status: 200,
            reusedSocket: false,
            error: undefined,
          });
          expect(response.attempts[1]?.reason).toMatch(/stale/);
          expect(served.connections).toBe(2);
          expect(served.requests.map((request) => request.method)).toEqual(['GET', method, method]);
          expect(served.requests[1]?.body).toEqual(served.requests[2]?.body);
        },
        { server },
      ),
    );

    it('costs a streamed call no more', () =>
      withClient(
        stale(how),
        async (client) => {
          await client.get('/');
          const response = await client.stream('GET', '/');
          expect(await response.text()).toBe('ok');
          expect(response.attempts).toHaveLength(2);
        },
        { server },
      ));

    it.each([
      ['POST', { body: 'text' }],
      ['POST', {}],
      ['PATCH', { body: 'text' }],
      ['PUT', { body: new Blob(['text']).stream() }],
    ])('fails a %s that must not go out twice (%#)', (method, options) =>
      withClient(
        stale(how),
        async (client, served) => {
          await client.get('/');
          const thrown = await rejection(client.request(method, '/', options));
          expect(thrown).toBeInstanceOf(NetworkError);
          expect(thrown).toMatchObject({ ...reset, sent: 'complete' });
          expect((thrown as NetworkError).attempts).toHaveLength(1);
          expect(served.requests).toHaveLength(2);
          expect(served.connections).toBe(1);
        },
        { server },
      ),
    );
  });

  it('a fresh socket that breaks fails a GET, too', () =>
    withClient(
      async (connection) => {
        await connection.request();
        connection.reset();
      },
      async (client, served) => {
        const thrown = (await rejection(client.get('/'))) as NetworkError;
        expect(thrown).toMatchObject({ ...reset, reused: false });
        expect(thrown.attempts).toHaveLength(1);
        expect(served.connections).toBe(1);
      },
      { server },
    ));
});

it('the retry is on a fresh socket, whatever else is idle, and there is no second one', () =>
  withClient(
    async (connection) => {
      await connection.request();
      connection.write(ok);
      await connection.request();
      connection.reset();
    },
    async (client, server) => {
      // Three idle sockets that are all stale.
      await Promise.all([client.get('/'), client.get('/'), client.get('/')]);
      expect(server.connections).toBe(3);
      const response = await client.get('/');
      expect(response.attempts.map(({ reusedSocket }) => reusedSocket)).toEqual([true, false]);
      expect(server.connections).toBe(4);
    },
  ));

it('a fresh socket that breaks after a stale one is the end of it', () =>
  withClient(
    async (connection) => {
      await connection.request();
      if (connection.index === 0) {
        connection.write(ok);
        await connection.request();
      }
      connection.reset();
    },
    async (client, server) => {
      await client.get('/');
      const thrown = (await rejection(client.get('/'))) as NetworkError;
      expect(thrown).toMatchObject({ ...reset, reused: false });
      expect(thrown.attempts).toHaveLength(2);
      expect(server.requests).toHaveLength(3);
    },
  ));

it('a socket whose end came while it was idle is not used at all', () =>
  withClient(
    async (connection) => {
      await connection.request();
      connection.end(ok);
    },
    async (client, server) => {
      for (let round = 0; round < 5; round++) {
        const { attempts } = await client.post('/', { body: 'text' });
        expect(attempts).toHaveLength(1);
        await server.waitFor(() => server.openConnections === 0);
      }
      expect(server.connections).toBe(5);
    },
  ));

it('the retry is inside the deadline', () =>
  withClient(
    async (connection) => {
      await connection.request();
      if (connection.index > 0) return;
      connection.write(ok);
      await connection.request();
      setTimeout(() => connection.reset(), 200);
    },
    async (client) => {
      await client.get('/');
      const start = performance.now();
      const thrown = (await rejection(client.get('/', { timeout: 300 }))) as NetworkError;
      expect(thrown).toMatchObject({ code: 'ERR_HTTP_TIMEOUT', phase: 'total' });
      expect(thrown.attempts).toHaveLength(2);
      // And not 300 ms after the second attempt began.
      expect(performance.now() - start).toBeLessThan(480);
    },
  ));

it('on a redirect it begins the attempt anew', () =>
  withClient(
    async (connection) => {
      for await (const { target } of connection.requests()) {
        const isSecond = connection.index === 0 && target === '/b';
        if (isSecond) connection.reset();
        else connection.write(target === '/a' ? raw(['location: /b'], '', '302 Found') : ok);
      }
    },
    async (client, server) => {
      const response = await client.get('/a');
      expect(await response.text()).toBe('ok');
      expect(response.attempts.length).toBe(2);
      expect(server.requests.map(({ target }) => target)).toEqual(['/a', '/b', '/a', '/b']);
    },
  ));
