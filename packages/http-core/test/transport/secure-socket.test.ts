import type { TLSSocket } from 'node:tls';

import { describe, expect, it } from 'vitest';

import {
  expired,
  makeAuthority,
  makeUnknownAuthority,
  notYetValid,
  selfSigned,
  wrongHost,
} from '../../../http-testing/src/fault-server/certificates.ts';
import { expectNothingLeft } from '../../../http-testing/src/fault-server/leak-check.ts';
import { NetworkError, ProtocolError, TimeoutError, TlsError } from '../../src/errors/index.ts';
import type { Lookup } from '../../src/transport/dns-cache.ts';
import { rawServer } from '../support/raw-server.ts';
import {
  answer,
  makeTransport,
  open,
  readAll,
  rejection,
  send,
  textOf,
  type TransportOptions,
} from '../support/wire.ts';

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const authority = await makeAuthority();
const trusted: TransportOptions = { tls: { ca: authority.cert } };

describe.each([
  ['expired', expired, 'CERT_HAS_EXPIRED'],
  ['not yet valid', notYetValid, 'CERT_NOT_YET_VALID'],
  ['of another host', wrongHost, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['self-signed', selfSigned, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [
    'of an unknown authority',
    async () => (await makeUnknownAuthority()).issue(),
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
])('a certificate that is %s', (_name, certificate, reason) => {
  it('is a TlsError with its code', async () => {
    await using server = await rawServer(answer(ok), { tls: await certificate() });
    const transport = makeTransport(trusted);
    await transport.prepare();
    await expectNothingLeft(
      async () => {
        for (let index = 0; index < 2; index++) {
          const thrown = await rejection(
            send(transport, server.url, { headers: { authorization: 'hunter2' } }),
          );
          expect(thrown).toBeInstanceOf(TlsError);
          expect(thrown).toMatchObject({ reason, sent: 'none', cause: { code: reason } });
          expect((thrown as Error).message).toContain(`Cannot connect to host 127.0.0.1:${server.port}`);
          expect((thrown as Error).message).toContain(reason);
        }
        expect(transport.connections.open).toBe(0);
      },
      { servers: [server] },
    );
    expect(server.requests).toHaveLength(0);
  });

  it('passes with verify: false', async () => {
    await using server = await rawServer(answer(ok), { tls: await certificate() });
    const transport = makeTransport({ tls: { verify: false } });
    expect(textOf(await send(transport, server.url))).toBe('ok');
    await transport.close();
  });
});

it('reuses a connection, and streams over it', async () => {
  await using server = await rawServer(answer(ok), { tls: true });
  const transport = makeTransport(trusted);
  const first = await send(transport, server.url);
  expect(textOf(first)).toBe('ok');
  expect(first.timings.tls).toBeGreaterThan(0);
  const second = await open(transport, server.url);
  expect(second.isReusedSocket).toBe(true);
  expect((await readAll(second.body)).toString()).toBe('ok');
  expect(server.connections).toBe(1);
  await transport.close();
  await server.waitFor(() => server.openConnections === 0, 250);
});

it('resumes a session on a second connection', async () => {
  const resumed: boolean[] = [];
  await using server = await rawServer(
    async (connection) => {
      resumed.push((connection.socket as TLSSocket).isSessionReused());
      await connection.request();
      connection.respond({ body: 'ok' });
    },
    { tls: true },
  );
  const transport = makeTransport(trusted);
  await send(transport, server.url);
  await send(transport, server.url, { freshSocket: true });
  expect(resumed).toEqual([false, true]);
  await transport.close();
});

it('verifies and asks for another name when told', async () => {
  const names: unknown[] = [];
  await using server = await rawServer(
    (connection) => {
      names.push((connection.socket as TLSSocket & { servername: unknown }).servername);
      return answer(ok)(connection);
    },
    { tls: await authority.issue({ names: ['inner.example'] }) },
  );
  const transport = makeTransport({ tls: { ca: authority.cert, servername: 'inner.example' } });
  expect(textOf(await send(transport, server.url))).toBe('ok');
  expect(names).toEqual(['inner.example']);
  await transport.close();
  expect(await rejection(send(makeTransport(trusted), server.url))).toMatchObject({
    reason: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
});

it('knows a host with a dot at its end by its name', async () => {
  await using server = await rawServer(answer(ok), { tls: true });
  const lookup: Lookup = (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);
  const transport = makeTransport({ ...trusted, lookup });
  expect(textOf(await send(transport, `https://localhost.:${server.port}/`))).toBe('ok');
  await transport.close();
});

it('shows its certificate to a server that asks', async () => {
  const client = await authority.issue({ names: ['client'], client: true });
  const tls = {
    ...(await authority.issue()),
    ca: authority.cert,
    requestCert: true,
    rejectUnauthorized: true,
  };
  await using server = await rawServer(answer(ok), { tls });
  const transport = makeTransport({ tls: { ca: authority.cert, ...client } });
  expect(textOf(await send(transport, server.url))).toBe('ok');
  await transport.close();
  // With TLS 1.3 the refusal comes after the handshake, as the answer to the request.
  const thrown = await rejection(send(makeTransport(trusted), server.url));
  expect(thrown).toBeInstanceOf(TlsError);
  expect(thrown).toMatchObject({ reason: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
});

it('TLS 1.1 is a TlsError', async () => {
  const tls = {
    ...(await authority.issue()),
    minVersion: 'TLSv1.1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  } as const;
  await using server = await rawServer(answer(ok), { tls });
  const thrown = await rejection(send(makeTransport(trusted), server.url));
  expect(thrown).toBeInstanceOf(TlsError);
  expect(thrown).toMatchObject({ sent: 'none' });
});

it('https to a plain port is a TlsError', async () => {
  await using server = await rawServer(({ socket }) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const transport = makeTransport(trusted);
  await transport.prepare();
  const thrown = await expectNothingLeft(
    () => rejection(send(transport, server.url.replace('http', 'https'))),
    { servers: [server] },
  );
  expect(thrown).toBeInstanceOf(TlsError);
  expect(thrown).toMatchObject({ reason: expect.stringMatching(/^ERR_SSL_/), sent: 'none' });
});

it('plain HTTP to a TLS port is no answer', async () => {
  await using server = await rawServer(answer(ok), { tls: true });
  const thrown = await rejection(send(makeTransport(trusted), server.url.replace('https', 'http')));
  // OpenSSL closes without a word where it could send an alert; then nothing tells it from a reset.
  expect(thrown instanceof ProtocolError || thrown instanceof NetworkError).toBe(true);
});

it('a reset within the handshake is a NetworkError', async () => {
  await using server = await rawServer((connection) => connection.reset());
  const thrown = await rejection(send(makeTransport(trusted), server.url.replace('http', 'https')));
  expect(thrown).toBeInstanceOf(NetworkError);
  expect(thrown).toMatchObject({ reason: 'reset', sent: 'none' });
});

it('a stalled handshake is a timeout of TLS', async () => {
  await using server = await rawServer(() => {});
  const transport = makeTransport(trusted);
  await transport.prepare();
  const timeouts = { connect: 80, headers: 5_000, idle: 5_000 };
  const thrown = await expectNothingLeft(
    () => rejection(send(transport, server.url.replace('http', 'https'), { timeouts })),
    { servers: [server] },
  );
  expect(thrown).toBeInstanceOf(TimeoutError);
  expect(thrown).toMatchObject({ phase: 'tls', limit: 80, sent: 'none' });
});

it('a connection that dies before any byte of an answer has not started one', async () => {
  await using server = await rawServer(
    async (connection) => {
      await connection.request();
      connection.reset();
    },
    { tls: true },
  );
  const thrown = await rejection(send(makeTransport(trusted), server.url));
  expect(thrown).toMatchObject({ reason: 'reset', sent: 'complete', responseStarted: false });
});

// Node gives a TCP end within TLS the same events and fields as a close_notify, so that a body delimited by the close
// cannot be told from a truncated one. Whatever frames its bodies is safe: see the truncations in wire-failure.test.ts.
it.each(['end', 'cut'] as const)('a body delimited by close is taken for whole after %s', async (how) => {
  await using server = await rawServer(
    async (connection) => {
      await connection.request();
      await connection.send('HTTP/1.1 200 OK\r\n\r\nabc');
      connection[how]();
    },
    { tls: true },
  );
  expect(textOf(await send(makeTransport(trusted), server.url))).toBe('abc');
});

it('a body cut within TLS is truncated where it has a length', async () => {
  await using server = await rawServer(
    async (connection) => {
      await connection.request();
      await connection.send('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc');
      connection.cut();
    },
    { tls: true },
  );
  expect(await rejection(send(makeTransport(trusted), server.url))).toMatchObject({ reason: 'truncated' });
});
