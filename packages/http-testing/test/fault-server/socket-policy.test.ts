import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

import { describe, expect, it } from 'vitest';

import { faultServer, makeAuthority, respond, type SocketPolicy, socketPolicy } from '../../src/index.ts';
import { failureOf, nodeRequest, oneConnection } from '../support/node-request.ts';

const upload = { method: 'POST', body: 'x'.repeat(100) };
const policy = (name: SocketPolicy) =>
  faultServer().then((server) => server.next(socketPolicy(name, { body: 'hello' })));

describe('with an answer', () => {
  it.each([
    'KEEP_OPEN',
    'DISCONNECT_AT_END',
    'SHUTDOWN_OUTPUT_AT_END',
    'SHUTDOWN_INPUT_AT_END',
    'SHUTDOWN_SERVER_AFTER_RESPONSE',
    'EXPECT_CONTINUE',
    'CONTINUE_ALWAYS',
    'DO_NOT_READ_REQUEST_BODY',
  ] as const)('%s answers', async (name) => {
    await using server = await policy(name);
    expect((await nodeRequest(server.url, upload)).body).toBe('hello');
  });

  it('KEEP_OPEN keeps the connection for the next request', async () => {
    const agent = oneConnection();
    await using server = await policy('KEEP_OPEN');
    const first = await nodeRequest(server.url, { agent });
    expect((await nodeRequest(server.url, { agent })).port).toBe(first.port);
    agent.destroy();
  });

  it.each(['DISCONNECT_AT_END', 'SHUTDOWN_OUTPUT_AT_END'] as const)(
    '%s ends the connection',
    async (name) => {
      await using server = await policy(name);
      const socket = connect(server.port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
      socket.resume();
      await once(socket, 'end');
    },
  );

  it('SHUTDOWN_SERVER_AFTER_RESPONSE accepts nobody after it', async () => {
    await using server = await policy('SHUTDOWN_SERVER_AFTER_RESPONSE');
    const { url } = server;
    await nodeRequest(url);
    expect(await failureOf(nodeRequest(url))).toBe('ECONNREFUSED');
  });

  it('SHUTDOWN_INPUT_AT_END hears nothing of a second request', async () => {
    const agent = oneConnection();
    await using server = await policy('SHUTDOWN_INPUT_AT_END');
    await nodeRequest(server.url, { agent });
    const outcome = failureOf(nodeRequest(server.url, { agent, signal: AbortSignal.timeout(100) }));
    expect(await outcome).toMatch(/ABORT/);
    expect(server.requests).toHaveLength(1);
    agent.destroy();
  });

  it('UPGRADE_TO_SSL_AT_END speaks TLS after the answer to a CONNECT', async () => {
    await using server = await policy('UPGRADE_TO_SSL_AT_END');
    server.next(respond(200, { body: 'inside' }));
    const socket = connect(server.port, '127.0.0.1');
    socket.write('CONNECT localhost:443 HTTP/1.1\r\nhost: localhost:443\r\n\r\n');
    const [reply] = (await once(socket, 'data')) as [Buffer];
    expect(reply.toString()).toBe('HTTP/1.1 200 OK\r\n\r\n');
    const inner = connectTls({ socket, servername: 'localhost', ca: (await makeAuthority()).cert });
    inner.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    const [answer] = (await once(inner, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/inside$/);
    inner.destroy();
  });
});

describe('without one', () => {
  it.each([
    'DISCONNECT_AT_START',
    'DISCONNECT_AFTER_REQUEST',
    'DISCONNECT_DURING_REQUEST_BODY',
    'DISCONNECT_DURING_RESPONSE_BODY',
  ] as const)('%s breaks the connection', async (name) => {
    await using server = await policy(name);
    expect(await failureOf(nodeRequest(server.url, upload))).toMatch(/ECONNRESET|EPIPE/);
    expect(server.connections).toBe(1);
  });

  it.each(['STALL_SOCKET_AT_START', 'NO_RESPONSE'] as const)('%s leaves the client waiting', async (name) => {
    await using server = await policy(name);
    expect(await failureOf(nodeRequest(server.url, { signal: AbortSignal.timeout(100) }))).toMatch(/ABORT/);
    expect(server.requests).toHaveLength(name === 'NO_RESPONSE' ? 1 : 0);
  });

  it.each(['FAIL_HANDSHAKE', 'RESET_STREAM_AT_START'] as const)('%s is for TLS', async (name) => {
    await using server = await faultServer({ tls: true });
    server.next(socketPolicy(name));
    const { cert: ca } = await makeAuthority();
    const socket = connectTls({ port: server.port, host: 'localhost', ca, ALPNProtocols: ['h2'] });
    const outcome = await new Promise((resolve) => {
      socket.on('secureConnect', () => resolve(socket.alpnProtocol));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(outcome).toBe(name === 'FAIL_HANDSHAKE' ? 'ERR_SSL_WRONG_VERSION_NUMBER' : 'h2');
    socket.destroy();
  });
});
