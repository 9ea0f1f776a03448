import { lookup as systemLookup } from 'node:dns';
import { once } from 'node:events';
import { createServer } from 'node:net';

import { expect, it } from 'vitest';

import { blackHole } from '../../../http-testing/src/fault-server/black-hole.ts';
import { expectNothingLeft } from '../../../http-testing/src/fault-server/leak-check.ts';
import { NetworkError, TimeoutError } from '../../src/errors/index.ts';
import type { Lookup } from '../../src/transport/dns-cache.ts';
import { answer, makeTransport, rejection, send, textOf, withServer } from '../support/wire.ts';

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const timeouts = { connect: 300, headers: 5_000, idle: 5_000 };

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function addresses(...list: readonly string[]): Lookup {
  return (_hostname, _options, callback) => {
    setImmediate(() =>
      callback(
        null,
        list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    );
  };
}

function failing(code: string): Lookup {
  return (hostname, _options, callback) => {
    setImmediate(() =>
      callback(
        Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), { code, syscall: 'getaddrinfo' }),
        [],
      ),
    );
  };
}

it('a refused connection names host and port', async () => {
  const port = await closedPort();
  const transport = makeTransport();
  await transport.prepare();
  const thrown = await expectNothingLeft(() => rejection(send(transport, `http://127.0.0.1:${port}/`)));
  expect(thrown).toBeInstanceOf(NetworkError);
  expect(thrown).toMatchObject({ reason: 'refused', sent: 'none', retryable: true, responseStarted: false });
  expect((thrown as Error).message).toContain(`Cannot connect to host 127.0.0.1:${port}`);
  expect((thrown as Error).cause).toMatchObject({ code: 'ECONNREFUSED', port });
  expect(transport.connections.open).toBe(0);
});

it('several addresses that refuse are one error with a message', async () => {
  const port = await closedPort();
  const transport = makeTransport({ lookup: addresses('127.0.0.1', '::1') });
  const thrown = await rejection(send(transport, `http://users.example:${port}/`));
  expect(thrown).toMatchObject({ reason: 'refused', sent: 'none' });
  expect((thrown as Error).message).toBe(
    `Cannot connect to host users.example:${port}: connection refused (ECONNREFUSED)`,
  );
  expect((thrown as { cause: Error }).cause.message).toContain('127.0.0.1');
  expect((thrown as { cause: Error }).cause.message).toContain('::1');
});

it.each([
  ['ENOTFOUND', false],
  ['EAI_AGAIN', true],
])('%s of the resolver: retryable %s', async (code, retryable) => {
  const transport = makeTransport({ lookup: failing(code) });
  const thrown = await rejection(send(transport, 'https://users.example/'));
  expect(thrown).toBeInstanceOf(NetworkError);
  expect(thrown).toMatchObject({ reason: 'dns', sent: 'none', retryable });
  expect((thrown as Error).message).toContain('Cannot connect to host users.example:443');
  expect(transport.connections.open).toBe(0);
});

it('a name without addresses, and a resolver that throws, are errors of the look-up', async () => {
  const empty = await rejection(send(makeTransport({ lookup: addresses() }), 'http://users.example/'));
  expect(empty).toMatchObject({ reason: 'dns', retryable: false });
  const throwing: Lookup = () => {
    throw new Error('broken');
  };
  expect(await rejection(send(makeTransport({ lookup: throwing }), 'http://users.example/'))).toMatchObject({
    reason: 'dns',
  });
});

it('an address that cannot be reached is unreachable', async () => {
  const transport = makeTransport({ lookup: addresses('255.255.255.255') });
  const thrown = await rejection(send(transport, 'http://users.example/'));
  expect(thrown).toMatchObject({ reason: 'unreachable', sent: 'none' });
});

it('goes on to the next address, families in turn', () =>
  withServer(
    answer(ok),
    async (server, transport) => {
      expect(textOf(await send(transport, `http://users.example:${server.port}/`))).toBe('ok');
      expect(server.requests[0]?.headers['host']).toEqual([`users.example:${server.port}`]);
    },
    { lookup: addresses('::1', '127.0.0.1') },
  ));

it('goes round an address that does not answer', async () => {
  await using hole = await blackHole();
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(ok);
  });
  server.listen(hole.port, '::1');
  const transport = makeTransport({ lookup: addresses('127.0.0.1', '::1') });
  const response = await send(transport, `http://users.example:${hole.port}/`);
  expect(textOf(response)).toBe('ok');
  expect(response.timings.connect).toBeGreaterThan(400);
  await transport.close();
  server.close();
});

it('a look-up that stalls is a timeout of the look-up', async () => {
  const transport = makeTransport({ lookup: () => {} });
  await transport.prepare();
  const thrown = await expectNothingLeft(() =>
    rejection(send(transport, 'http://users.example/', { timeouts: { ...timeouts, connect: 50 } })),
  );
  expect(thrown).toBeInstanceOf(TimeoutError);
  expect(thrown).toMatchObject({ phase: 'dns', limit: 50, sent: 'none' });
  expect(transport.connections.open).toBe(0);
});

it('an answerless SYN is a timeout of the connection', async () => {
  await using hole = await blackHole();
  const transport = makeTransport();
  await transport.prepare();
  const thrown = await expectNothingLeft(() =>
    rejection(send(transport, hole.url, { timeouts: { ...timeouts, connect: 80 } })),
  );
  expect(thrown).toBeInstanceOf(TimeoutError);
  expect(thrown).toMatchObject({ phase: 'connect', limit: 80, sent: 'none', responseStarted: false });
  expect(transport.connections.open).toBe(0);
});

it('records where the time went', () =>
  withServer(
    answer(ok),
    async (server, transport) => {
      const { timings } = await send(transport, `http://localhost:${server.port}/`);
      expect(timings.dns).toBeGreaterThan(0);
      expect(timings.connect).toBeGreaterThan(0);
      expect(timings.tls).toBeUndefined();
      const { queued = 0, dns = 0, connect = 0, upload = 0, headers = 0, body = 0 } = timings;
      expect(queued + dns + connect + upload + headers + body).toBeCloseTo(timings.total, 0);
      const second = await send(transport, `http://localhost:${server.port}/`);
      expect(second.timings).toMatchObject({ dns: undefined, connect: undefined });
    },
    { lookup: systemLookup },
  ));

it('connects to an IPv6 literal', () =>
  withServer(
    answer(ok),
    async (server, transport) => {
      expect(textOf(await send(transport, server.url))).toBe('ok');
      expect(server.requests[0]?.headers['host']).toEqual([`[::1]:${server.port}`]);
    },
    { host: '::1' },
  ));

// INVARIANT: an address that changed is found again at once, not when the cache says so.
it('looks a name up again when a connection to its address failed', async () => {
  const port = await closedPort();
  let count = 0;
  const lookup: Lookup = (name, options, callback) => {
    count++;
    addresses('127.0.0.1')(name, options, callback);
  };
  const transport = makeTransport({ lookup });
  await rejection(send(transport, `http://users.example:${port}/`));
  await rejection(send(transport, `http://users.example:${port}/`));
  expect(count).toBe(2);
  await withServer(
    answer(ok),
    async (server, working) => {
      await send(working, `http://users.example:${server.port}/`);
      await send(working, `http://users.example:${server.port}/`, { freshSocket: true });
      expect(count).toBe(3);
    },
    { lookup },
  );
});

it('an address has no look-up', () =>
  withServer(answer(ok), async (server, transport) => {
    expect((await send(transport, server.url)).timings).toMatchObject({
      dns: undefined,
      connect: expect.any(Number),
    });
  }));
