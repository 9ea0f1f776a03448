import { expect, it } from 'vitest';

import { NetworkError, ProtocolError } from '../../src/errors/index.ts';
import { underTest } from '../support/transport-under-test.ts';
import { answer, open, readAll, rejection, send, textOf, withServer } from '../support/wire.ts';

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

it.each([
  ['100 unasked', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ['102', 'HTTP/1.1 102 Processing\r\n\r\n'],
  ['103', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'],
  ['eight interim responses', 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(8)],
])('%s is passed over', (_name, interim) =>
  withServer(answer(interim, ok), async (server, transport) => {
    expect(textOf(await send(transport, server.url))).toBe('ok');
    const second = await send(transport, server.url);
    expect(second.rawHeaders).toEqual(['content-length', '2']);
    expect(second.isReusedSocket).toBe(true);
  }),
);

it('a flood of interim responses is a ProtocolError', () =>
  withServer(answer('HTTP/1.1 102 Processing\r\n\r\n'.repeat(9), ok), async (server, transport) => {
    const thrown = await rejection(send(transport, server.url));
    expect(thrown).toBeInstanceOf(ProtocolError);
    expect(thrown).toMatchObject({ reason: 'framing', sent: 'complete', responseStarted: true });
  }));

it.each([
  ['with upgrade headers', 'connection: upgrade\r\nupgrade: websocket\r\n'],
  ['without', ''],
])('101 unasked %s is a ProtocolError and the socket goes', (_name, headers) =>
  withServer(answer(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`), async (server, transport) => {
    const thrown = await rejection(send(transport, server.url));
    expect(thrown).toBeInstanceOf(ProtocolError);
    expect(thrown).toMatchObject({ reason: 'upgrade', sent: 'complete' });
    await server.waitFor(() => server.openConnections === 0, 250);
  }),
);

// INVARIANT: RFC 9112, section 6.3: these have no body, and what follows them is not the next response either.
it.each([
  ['204 with a body', 'GET', 'HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello'],
  ['304 with a body', 'GET', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\nhello'],
  ['HEAD answered with a body', 'HEAD', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello'],
])('%s has an empty body, and its connection is not used again', (_name, method, bytes) =>
  withServer(
    async (connection) => {
      for await (const _request of connection.requests()) {
        if (connection.index === 0) connection.write(bytes);
        else connection.respond({ body: 'own' });
      }
    },
    async (server, transport) => {
      expect(textOf(await send(transport, server.url, { method }))).toBe('');
      expect(textOf(await send(transport, server.url))).toBe('own');
      expect(server.connections).toBe(2);
    },
  ),
);

// INVARIANT: RFC 9112, section 9.6: no request follows one that asked for the close.
it('a connection that the caller wants closed carries nothing more', () =>
  withServer(
    async (connection) => {
      for await (const _request of connection.requests()) connection.respond({ body: 'own' });
    },
    async (server, transport) => {
      for (const connection of ['close', 'Keep-Alive, Close']) {
        expect(textOf(await send(transport, server.url, { headers: { connection } }))).toBe('own');
      }
      expect(textOf(await send(transport, server.url))).toBe('own');
      expect(server.connections).toBe(3);
    },
  ));

it('a HEAD with a length larger than the limit is whole', () =>
  withServer(answer('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n'), async (server, transport) => {
    expect(textOf(await send(transport, server.url, { method: 'HEAD', collect: 10 }))).toBe('');
  }));

// INVARIANT: row P4: the answer to nobody's request is never given to somebody.
it.each([0, 30])('an extra response %i ms after the real one poisons nothing', (delay) =>
  withServer(
    async (connection) => {
      for await (const request of connection.requests()) {
        if (delay === 0) connection.write(ok + ok.replaceAll('ok', 'no'));
        else connection.respond({ body: request.target });
        if (delay > 0) setTimeout(() => connection.write(ok.replaceAll('ok', 'no')), delay);
      }
    },
    async (server, transport) => {
      for (let index = 0; index < 5; index++) {
        const text = textOf(await send(transport, `${server.url}/${index}`));
        expect(text).toBe(delay === 0 ? 'ok' : `/${index}`);
        if (delay > 0) await server.waitFor(() => server.openConnections === 0);
      }
      expect(server.connections).toBe(5);
    },
  ),
);

it('takes 2,500 short header lines as they came', () =>
  withServer(
    answer(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(2_500)}content-length: 2\r\n\r\nok`),
    async (server, transport) => {
      expect((await send(transport, server.url)).rawHeaders).toHaveLength(5_002);
    },
  ));

it('takes any three-digit status and an empty reason', () =>
  withServer(answer('HTTP/1.1 999 \r\ncontent-length: 0\r\n\r\n'), async (server, transport) => {
    expect(await send(transport, server.url)).toMatchObject({
      status: 999,
      statusText: '',
      httpVersion: '1.1',
    });
  }));

it('tells a stale socket from a fresh one', () =>
  withServer(
    async (connection) => {
      const first = await connection.request();
      connection.respond({ body: first.target });
      await connection.request();
      connection.reset();
    },
    async (server, transport) => {
      await send(transport, server.url);
      const thrown = await rejection(send(transport, server.url));
      expect(thrown).toBeInstanceOf(NetworkError);
      expect(thrown).toMatchObject({
        reason: 'reset',
        reused: true,
        responseStarted: false,
        sent: 'complete',
      });
      const fresh = await send(transport, server.url, { freshSocket: true });
      expect(fresh.isReusedSocket).toBe(false);
      expect(server.connections).toBe(2);
    },
  ));

it('does not keep a connection that the peer will close', () =>
  withServer(
    answer('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok'),
    async (server, transport) => {
      await send(transport, server.url);
      expect(transport.connections).toEqual({ open: 0, idle: 0, waiting: 0 });
      expect(await readAll((await open(transport, server.url)).body)).toEqual(Buffer.from('ok'));
      expect(transport.connections).toEqual({ open: 0, idle: 0, waiting: 0 });
    },
  ));

it.each<[string, string]>([
  // undici gives such a connection up: it cannot tell it from a body that ends with the connection.
  ...(underTest.transport.name === 'undici' ? [] : ([['HEAD', '200 OK']] as [string, string][])),
  ['GET', '204 No Content'],
  ['GET', '304 Not Modified'],
])('a head that answers %s with %s and no length leaves the connection to the next', (method, status) =>
  withServer(answer(`HTTP/1.1 ${status}\r\netag: "1"\r\n\r\n`), async (server, transport) => {
    await send(transport, server.url, { method });
    const second = await send(transport, server.url, { method });
    expect(second.isReusedSocket).toBe(true);
    expect(server.connections).toBe(1);
  }),
);

it('a bodiless answer that says close is the last of its connection', () =>
  withServer(answer('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n'), async (server, transport) => {
    await send(transport, server.url, { method: 'HEAD' });
    const second = await send(transport, server.url, { method: 'HEAD' });
    expect(second.isReusedSocket).toBe(false);
  }));
