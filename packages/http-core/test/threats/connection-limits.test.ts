import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { ClientClosedError } from '../../src/errors/index.ts';
import { raw, withClient, withClientOf, readStream } from '../support/client-case.ts';
import { rejection } from '../support/fake-transport.ts';
import { type RawServer, rawServer, type Script } from '../support/raw-server.ts';
import { runModule } from '../support/run-module.ts';

const ok = raw([], 'ok');

/** Answers after so many milliseconds. */
function answeringAfter(milliseconds: number, bytes: Buffer = ok): Script {
  return async (connection) => {
    for await (const _request of connection.requests()) {
      await delay(milliseconds);
      connection.write(bytes);
    }
  };
}

/**
 * Sockets of this process that are connected or connecting to a port of this machine, as its kernel has it. The kernel gives
 * its table piece by piece: a row may come twice, or not at all, while others come and go. Linux.
 */
function socketsTo(port: number): number {
  const hexadecimal = port.toString(16).padStart(4, '0').toUpperCase();
  const line = new RegExp(`^ *\\d+: \\S+ \\S+:${hexadecimal} 0[12] (?:\\S+ +){5}(?<inode>\\d+) `, 'gm');
  const own = new Set(readdirSync('/proc/self/fd').map(targetOf));
  const found = new Set<string>();
  for (const { groups } of readFileSync('/proc/self/net/tcp', 'latin1').matchAll(line)) {
    const socket = `socket:[${groups?.['inode']}]`;
    if (own.has(socket)) found.add(socket);
  }
  return found.size;
}

/** What an open file is; nothing when it has been closed meanwhile. */
function targetOf(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return '';
  }
}

/** The most connections at one time, counted whenever the server gets one more: its own count lags behind a close. */
function watchPeak(server: RawServer): () => number {
  let peak = 0;
  let connections = 0;
  const look = (): boolean => {
    if (server.connections > connections) peak = Math.max(peak, socketsTo(server.port));
    connections = server.connections;
    return false;
  };
  void server.waitFor(look, 60_000).catch(() => {});
  return () => peak;
}

describe('connections at the server', () => {
  it.each([
    ['plain', {}],
    ['TLS', { tls: true }],
  ] as const)('are never more than maxConnections over %s', async (_name, options) => {
    await using server = await rawServer(answeringAfter(5), options);
    const peak = watchPeak(server);
    await withClientOf(
      server,
      async (client) => {
        const calls = Array.from({ length: 200 }, (_, index) => client.get(`/${index}`).text());
        expect(new Set(await Promise.all(calls))).toEqual(new Set(['ok']));
      },
      { pool: { maxConnections: 5 } },
    );
    expect(peak()).toBeLessThanOrEqual(5);
    expect(server.connections).toBe(5);
  });

  it.each([
    ['plain', {}],
    ['TLS', { tls: true }],
  ] as const)(
    'are never more than maxConnections to several hosts, nor than maxConnectionsPerHost to one, over %s',
    async (_name, options) => {
      await using first = await rawServer(answeringAfter(5), options);
      await using second = await rawServer(answeringAfter(5), options);
      const peaks = [watchPeak(first), watchPeak(second)];
      await withClientOf(
        first,
        async (client) => {
          const calls = Array.from({ length: 100 }, (_, index) =>
            client.get(`${index % 2 === 0 ? first.origin : second.origin}/`).text(),
          );
          await Promise.all(calls);
        },
        { pool: { maxConnections: 5, maxConnectionsPerHost: 3 }, absoluteUrls: 'any' },
      );
      for (const peak of peaks) expect(peak()).toBeLessThanOrEqual(3);
      for (const { connections } of [first, second]) expect(connections).toBeGreaterThanOrEqual(2);
    },
  );

  it('stay within the limit when calls fail, are aborted, time out, stream and redirect', async () => {
    await using server = await rawServer(async (connection) => {
      for await (const { target } of connection.requests()) {
        if (target.startsWith('/reset')) connection.reset();
        else if (target.startsWith('/move')) connection.write(raw(['location: /ok'], 'moved', '302 Found'));
        else if (!target.startsWith('/hang')) connection.write(ok);
      }
    });
    const peak = watchPeak(server);
    const { signal } = new AbortController();
    await withClientOf(
      server,
      async (client) => {
        const kinds = [
          () => client.get('/ok'),
          () => client.get('/reset'),
          () => client.get('/move'),
          () => client.get('/hang', { timeout: { headers: 20 } }),
          () => client.get('/hang', { signal: AbortSignal.timeout(20) }),
          () => client.stream('GET', '/ok', { signal }).then(readStream),
          () => client.stream('GET', '/ok').then((response) => response.cancel()),
        ];
        const calls = Array.from({ length: 140 }, async (_, index) => kinds[index % kinds.length]?.());
        const outcomes = await Promise.allSettled<unknown>(calls);
        expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(80);
      },
      { pool: { maxConnections: 4 }, signals: [signal] },
    );
    expect(peak()).toBeLessThanOrEqual(4);
    expect(server.connections).toBeGreaterThanOrEqual(4);
  });

  it('serve who waits in the order of arrival, the very first call included', () =>
    withClient(
      answeringAfter(5),
      async (client, server) => {
        await Promise.all(Array.from({ length: 10 }, (_, index) => client.get(`/${index}`)));
        expect(server.requests.map(({ target }) => target)).toEqual(
          Array.from({ length: 10 }, (_, index) => `/${index}`),
        );
      },
      { pool: { maxConnections: 1 } },
    ));
});

it('10,000 calls at once all settle over a hundred connections', async () => {
  await using server = await rawServer(async (connection) => {
    for await (const _request of connection.requests()) connection.write(ok);
  });
  const peak = watchPeak(server);
  let done = 0;
  await withClientOf(
    server,
    async (client) => {
      const calls = Array.from({ length: 10_000 }, async () => {
        // Server and client share this process, which a busy machine may keep from connecting for a while.
        const { status } = await client.get('/', { timeout: { connect: 30_000, total: 30_000 } });
        if (status === 200) done++;
      });
      await Promise.all(calls);
    },
    { pool: { maxConnections: 100 } },
  );
  expect(done).toBe(10_000);
  expect(peak()).toBeLessThanOrEqual(100);
  expect(server.connections).toBe(100);
}, 30_000);

describe('an idle connection', () => {
  it('is used again, whatever carried it before', () =>
    withClient(
      async (connection) => {
        for await (const { target } of connection.requests()) {
          if (target === '/error') connection.write(raw([], 'no', '500 Oops'));
          else if (target === '/moved') connection.write(raw(['location: /'], 'moved', '302 Found'));
          else connection.write(ok);
        }
      },
      async (client, server) => {
        await client.get('/');
        await rejection(client.get('/error'));
        await client.get('/moved');
        await client.post('/', { json: { a: 1 } });
        await readStream(await client.stream('GET', '/'));
        await client.head('/').catch(() => {});
        expect(server.connections).toBe(1);
      },
    ));

  it('is none with forceClose', () =>
    withClient(
      answeringAfter(0),
      async (client, server) => {
        for (let round = 0; round < 3; round++) await client.get('/');
        expect(server.connections).toBe(3);
        expect(server.requests.every(({ headers }) => headers['connection']?.includes('close'))).toBe(true);
        await server.waitFor(() => server.openConnections === 0);
      },
      { pool: { forceClose: true } },
    ));

  it('is closed after keepAliveTimeout', () =>
    withClient(
      answeringAfter(0),
      async (client, server) => {
        await client.get('/');
        expect(server.openConnections).toBe(1);
        await server.waitFor(() => server.openConnections === 0, 1_000);
      },
      { pool: { keepAliveTimeout: 50 } },
    ));

  it('is closed a second before the peer would close it', () =>
    withClient(answeringAfter(0, raw(['keep-alive: timeout=1'], 'ok')), async (client, server) => {
      await client.get('/');
      await server.waitFor(() => server.openConnections === 0, 500);
    }));

  it('is not held by a stream that nobody reads', () =>
    withClient(
      answeringAfter(0, raw([], Buffer.alloc(2_000_000))),
      async (client, server) => {
        const unread = await client.stream('GET', '/');
        const start = performance.now();
        // Waits for the place of the unread one.
        await client.head('/');
        expect(performance.now() - start).toBeGreaterThan(60);
        expect(server.connections).toBe(2);
        expect(await rejection(unread.bytes())).toMatchObject({ phase: 'idle' });
      },
      { pool: { maxConnections: 1 }, timeout: { idle: 80 } },
    ));
});

describe('names', () => {
  it('are looked up once within dnsCacheTtl, and again after a failure to connect', async () => {
    let lookups = 0;
    await withClient(
      answeringAfter(0),
      async (client, server) => {
        const url = `http://named.test:${server.port}/`;
        await Promise.all([client.get(url), client.get(url)]);
        await client.get(url);
        expect(lookups).toBe(1);
        await rejection(client.get('http://named.test:1/'));
        await client.get(url);
        await client.get(url);
        expect(lookups).toBe(2);
      },
      {
        absoluteUrls: 'any',
        pool: { forceClose: true },
        lookup: (_name, _options, callback) => {
          lookups++;
          setTimeout(() => callback(null, [{ address: '127.0.0.1', family: 4 }]), 1);
        },
      },
    );
  });
});

describe('close', () => {
  it('lets a call finish within the grace period and refuses new ones', () =>
    withClient(answeringAfter(60), async (client, server) => {
      const running = client.get('/').text();
      await server.waitFor(() => server.requests.length === 1);
      const closing = client.close();
      expect(await rejection(client.get('/'))).toBeInstanceOf(ClientClosedError);
      expect(await running).toBe('ok');
      await Promise.all([closing, client.close()]);
      await server.waitFor(() => server.openConnections === 0);
    }));

  it('ends what is still running after it, in every state', () =>
    withClient(
      async (connection) => {
        const { target } = await connection.head();
        if (target === '/body') connection.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc');
      },
      async (client, server) => {
        const stream = await client.stream('GET', '/body');
        const outcomes = [
          rejection(stream.bytes()),
          rejection(client.get('/body')),
          rejection(client.get('/head')),
          rejection(client.put('/', { body: new Uint8Array(20_000_000) })),
          rejection(client.get('/queued')),
        ];
        await server.waitFor(() => server.connections === 4);
        const start = performance.now();
        await client.close({ grace: 50 });
        for (const thrown of await Promise.all(outcomes)) expect(thrown).toBeInstanceOf(ClientClosedError);
        expect(performance.now() - start).toBeLessThan(250);
      },
      { pool: { maxConnections: 4 } },
    ));
});

describe('a process', () => {
  const client = (url: string, options = ''): string =>
    `const client = createClient({ baseUrl: '${url}', pool: { keepAliveTimeout: 60_000 }, ${options} });`;

  it('that has only an idle client ends by itself', async () => {
    await using server = await rawServer(answeringAfter(0));
    const start = performance.now();
    const printed = await runModule(`${client(server.url)} console.log(await client.get('').text());`);
    expect(printed).toBe('ok');
    expect(performance.now() - start).toBeLessThan(4_000);
  });

  it('that waits for an answer does not end before it', async () => {
    await using server = await rawServer(answeringAfter(400));
    expect(await runModule(`${client(server.url)} console.log(await client.get('').text());`)).toBe('ok');
  });

  it('that leaves a stream unread ends when the stream is cancelled, or by its idle limit', async () => {
    await using server = await rawServer(answeringAfter(0, raw([], Buffer.alloc(5_000_000))));
    const cancelled = `(await client.stream('GET', '')).cancel(); console.log('cancelled');`;
    expect(await runModule(`${client(server.url)} ${cancelled}`)).toBe('cancelled');
    const left = `await client.stream('GET', ''); console.log('left');`;
    expect(await runModule(`${client(server.url, 'timeout: { idle: 200 }')} ${left}`)).toBe('left');
  });
});
