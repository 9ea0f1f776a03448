import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

import { expect, it } from 'vitest';

import { rawServer } from '../../../http-core/test/support/raw-server.ts';
import { fault, faultServer, respond } from '../../src/index.ts';
import { failureOf, nodeRequest, oneConnection } from '../support/node-request.ts';

/** How a TLS client's connection ends: `end` after a close_notify or FIN, or an error code. */
async function tlsEnding(port: number): Promise<string> {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
  socket.resume();
  return new Promise((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('end', () => resolve('end'));
  });
}

it('parses pipelined requests with content-length and with chunks, whatever the segments', async () => {
  await using server = await rawServer(async (connection) => {
    for await (const request of connection.requests()) connection.respond({ body: request.body });
  });
  const wire =
    'POST /a?b HTTP/1.1\r\nHost: x\r\nX-Two: 1\r\nx-two:  2 \r\nContent-Length: 3\r\n\r\nabc' +
    'PUT /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n';
  const socket = connect(server.port, '127.0.0.1');
  socket.setNoDelay(true);
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString()));
  for (const byte of wire) socket.write(byte);
  await server.waitFor(() => server.requests.length === 3);
  const [first, second, third] = server.requests;
  expect(first).toMatchObject({
    method: 'POST',
    target: '/a?b',
    headers: { host: ['x'], 'x-two': ['1', '2'] },
  });
  expect(first?.rawHeaders.slice(2, 6)).toEqual(['X-Two', '1', 'x-two', '2']);
  expect(first?.body.toString()).toBe('abc');
  expect(second?.body.toString()).toBe('abcd');
  expect(third?.method).toBe('GET');
  expect(Buffer.concat(server.requests.map((request) => request.raw)).toString()).toBe(wire);
  socket.end();
  await server.waitFor(() => server.openConnections === 0);
  expect(received.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
  expect(server.connections).toBe(1);
});

it('refuses what does not follow the grammar and tells so at close', async () => {
  const server = await rawServer(async (connection) => void (await connection.request()));
  const socket = connect(server.port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nx: a\nb: c\r\n\r\n');
  await server.waitFor(() => server.errors.length === 1);
  await expect(server.close()).rejects.toThrow('malformed header');
});

it('resets, and ends with and without close_notify under TLS', async () => {
  await using server = await rawServer(
    async (connection) => {
      if (connection.index === 0) connection.reset();
      if (connection.index === 1) connection.end('x');
      if (connection.index === 2) {
        await connection.send('x');
        connection.cut();
      }
    },
    { tls: true },
  );
  expect(await tlsEnding(server.port)).toBe('ECONNRESET');
  expect(await tlsEnding(server.port)).toBe('end');
  expect(await tlsEnding(server.port)).toBe('end');
  await server.waitFor(() => server.openConnections === 0);
});

it('listens where it is told and counts handshakes that fail', async () => {
  await using six = await rawServer((connection) => connection.end(), { host: '::1' });
  expect(six.url).toBe(`http://[::1]:${six.port}`);
  await using server = await rawServer(() => {}, { tls: true, host: 'localhost' });
  expect(server.url).toBe(`https://localhost:${server.port}`);
  const socket = connectTls({ port: server.port, host: 'localhost' });
  await once(socket, 'error');
  await server.waitFor(() => server.connections === 1 && server.openConnections === 0);
});

it('tunnels', async () => {
  await using target = await rawServer(async (connection) => {
    const request = await connection.request();
    connection.respond({ body: request.target });
  });
  await using proxy = await rawServer(async (connection) => {
    const { target: authority } = await connection.request();
    connection.write('HTTP/1.1 200 OK\r\n\r\n');
    await connection.tunnel(Number(authority.split(':')[1]));
  });
  const socket = connect(proxy.port, '127.0.0.1');
  socket.write(`CONNECT 127.0.0.1:${target.port} HTTP/1.1\r\n\r\n`);
  await once(socket, 'data');
  socket.write('GET /through HTTP/1.1\r\n\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/\/through$/);
  socket.destroy();
});

it('gives each connection, and each further request after an answer, the next script, and then the one for always', async () => {
  const agent = oneConnection();
  await using server = await faultServer({ always: respond(204) });
  server.next(respond(503), respond(200, { json: { id: 1 } }), fault('finBeforeHeaders'));
  expect(server.pending).toBe(3);
  expect((await nodeRequest(server.url, { agent })).status).toBe(503);
  expect(await nodeRequest(server.url, { agent })).toMatchObject({
    status: 200,
    body: '{"id":1}',
    headers: { 'content-type': 'application/json' },
  });
  expect(server.connections).toBe(1);
  expect(await failureOf(nodeRequest(server.url, { agent }))).toBe('ECONNRESET');
  expect((await nodeRequest(server.url)).status).toBe(204);
  expect(server.pending).toBe(0);
  server.always(respond(201));
  expect((await nodeRequest(server.url)).status).toBe(201);
  agent.destroy();
});

it('answers every request with 200 unless told otherwise', async () => {
  await using server = await faultServer();
  expect(await nodeRequest(`${server.url}/a`)).toMatchObject({ status: 200, body: '' });
  expect(server.requests.map(({ target }) => target)).toEqual(['/a']);
});

it('ends a connection in use when the next script begins before the first byte', async () => {
  const agent = oneConnection();
  await using server = await faultServer();
  server.next(respond(200), fault('slowAccept', { interval: 1, body: 'slow' }));
  await nodeRequest(server.url, { agent });
  // The agent learns of the end from the connection itself.
  await nodeRequest(server.url, { agent }).catch(() => undefined);
  expect((await nodeRequest(server.url)).body).toMatch(/^(slow)?$/);
  expect(server.pending).toBe(0);
  expect(server.connections).toBeGreaterThan(1);
  agent.destroy();
});

it('cuts what is open and goes on accepting', async () => {
  await using server = await faultServer({ always: fault('headersStall') });
  const call = failureOf(nodeRequest(server.url));
  await server.waitFor(() => server.requests.length === 1);
  server.disconnect();
  expect(await call).toBe('ECONNRESET');
  server.always(respond(200));
  expect((await nodeRequest(server.url)).status).toBe(200);
});
