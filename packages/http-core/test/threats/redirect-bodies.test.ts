import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { eventLoopTurns } from '../../../http-testing/src/clock/event-loop-turn.ts';
import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import type { Connection } from '../../../http-testing/src/fault-server/connection.ts';
import {
  type NamedServer,
  namedServer,
  rejection,
  routing,
  withNamedClient,
} from '../support/named-origins.ts';

const kibibyte = 1_024;
const secures = [false, true];

let sockets: Socket[] = [];
const onSocket = (message: unknown): void => void sockets.push((message as { socket: Socket }).socket);
beforeEach(() => {
  sockets = [];
  subscribe('net.client.socket', onSocket);
});
afterEach(() => void unsubscribe('net.client.socket', onSocket));

/** Redirects the first request of a connection that asks for `/from` and goes on as told; answers all others. */
function redirecting(
  headers: readonly string[],
  rest: (connection: Connection) => Promise<void> | void,
  isSecure: boolean,
): Promise<NamedServer> {
  return namedServer(async (connection) => {
    for await (const { target } of connection.requests()) {
      if (target !== '/from') {
        connection.respond({ body: 'done' });
        continue;
      }
      const head = ['HTTP/1.1 302 Found', `location: /to`, ...headers, '', ''].join('\r\n');
      await connection.send(head);
      await rest(connection);
    }
  }, isSecure);
}

/** Writes as fast as it is taken, until nobody takes it. */
async function flood(connection: Connection, piece: string | Uint8Array): Promise<void> {
  while (await connection.send(piece));
}

const chunk = Buffer.concat([Buffer.from('4000\r\n'), Buffer.alloc(16 * kibibyte), Buffer.from('\r\n')]);
const floods: readonly (readonly [what: string, headers: readonly string[], piece: string | Uint8Array])[] = [
  ['endless chunks', ['transfer-encoding: chunked'], chunk],
  ['endless chunks of one byte', ['transfer-encoding: chunked'], '1\r\nx\r\n'.repeat(1_000)],
  ['100 GB that were announced', ['content-length: 100000000000'], Buffer.alloc(16 * kibibyte)],
  ['no framing at all', [], Buffer.alloc(16 * kibibyte)],
];

// INVARIANT: row R7: the body of a redirect is nobody's; it must cost neither time nor memory.
describe.each(secures)('the body of a redirect (TLS: %s)', (isSecure) => {
  it.each(floods)('is not read to its end: %s', async (_what, headers, piece) => {
    for (const verb of ['request', 'stream'] as const) {
      await using server = await redirecting(headers, (connection) => flood(connection, piece), isSecure);
      sockets = [];
      // In time that stands still it is the bytes that end it.
      const clock = new VirtualClock();
      await withNamedClient({ servers: [server], clock }, async (client) => {
        const response = await client[verb]('GET', `${server.at('a.test')}/from`);
        expect(await response.text()).toBe('done');
        await server.waitFor(() => server.openConnections === 1);
      });
      // What is taken is 64 KiB at most; the system's reads are that large too, and are one ahead.
      expect(sockets[0]?.bytesRead).toBeLessThanOrEqual(128 * kibibyte);
    }
  });

  it('does not keep the next hop waiting, and is closed within 100 ms', async () => {
    await using server = await redirecting(
      ['transfer-encoding: chunked'],
      async (connection) => {
        await connection.send('1\r\nx\r\n');
        await connection.closed;
      },
      isSecure,
    );
    const clock = new VirtualClock();
    await withNamedClient({ servers: [server], clock }, async (client) => {
      const response = await client.get(`${server.at('a.test')}/from`);
      expect(await response.text()).toBe('done');
      expect(server.openConnections).toBe(2);
      await clock.advance(100);
      await server.waitFor(() => server.openConnections === 1);
    });
  });

  it('gives its place in a full pool to the next hop', async () => {
    for (const [, headers, piece] of floods) {
      await using server = await redirecting(headers, (connection) => flood(connection, piece), isSecure);
      await withNamedClient({ servers: [server], pool: { maxConnections: 1 } }, async (client) => {
        expect(await client.get(`${server.at('a.test')}/from`).text()).toBe('done');
      });
      expect(server.connections).toBe(2);
    }
  });

  it('leaves the connection to the next hop when it is short', async () => {
    for (const body of ['', 'moved', 'x'.repeat(8 * kibibyte)]) {
      await using server = await redirecting(
        [`content-length: ${body.length}`],
        (connection) => connection.write(body),
        isSecure,
      );
      await withNamedClient({ servers: [server], pool: { maxConnections: 1 } }, async (client) => {
        expect(await client.get(`${server.at('a.test')}/from`).text()).toBe('done');
      });
      expect([server.connections, server.requests.length]).toEqual([1, 2]);
    }
  });

  it('counts for no limit of the response, and is not decoded', async () => {
    for (const headers of [
      ['content-length: 300'],
      ['content-length: 300', 'content-encoding: gzip'],
      ['content-length: 300', 'content-encoding: unheard-of'],
      ['content-length: 300', 'content-encoding: gzip, gzip, gzip, gzip'],
    ]) {
      const rest = (connection: Connection): void => connection.write(Buffer.alloc(300));
      await using server = await redirecting(headers, rest, isSecure);
      const options = { servers: [server], maxResponseBytes: 100 };
      await withNamedClient(options, async (client) => {
        expect(await client.get(`${server.at('a.test')}/from`).text()).toBe('done');
        expect(await (await client.stream('GET', `${server.at('a.test')}/from`)).text()).toBe('done');
      });
    }
  });

  // INVARIANT: what befalls the old body must not end the source of the new upload.
  it('may break off while the next hop sends', async () => {
    const isBroken = Promise.withResolvers<void>();
    const isSecondHead = Promise.withResolvers<void>();
    await using server = await namedServer(async (connection) => {
      const head = await connection.head();
      if (head.target === '/from') {
        await connection.body(head);
        connection.write('HTTP/1.1 307 Moved\r\nlocation: /to\r\ncontent-length: 300\r\n\r\nshort');
        await isSecondHead.promise;
        connection.end();
        await connection.closed;
        isBroken.resolve();
        return;
      }
      isSecondHead.resolve();
      await connection.body(head);
      connection.respond({ body: 'done' });
    }, isSecure);
    let opened = 0;
    async function* source(): AsyncGenerator<Uint8Array, void, undefined> {
      opened += 1;
      yield Buffer.from('te');
      if (opened === 2) await isBroken.promise.then(() => eventLoopTurns());
      yield Buffer.from('xt');
    }
    const clock = new VirtualClock();
    await withNamedClient({ servers: [server], clock }, async (client) => {
      const call = client.post(`${server.at('a.test')}/from`, { body: source });
      expect(await call.text()).toBe('done');
    });
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['text', 'text']);
  });

  it('tells no progress of a download', async () => {
    const rest = (connection: Connection): void => connection.write('moved');
    await using server = await redirecting(['content-length: 5'], rest, isSecure);
    await withNamedClient({ servers: [server] }, async (client) => {
      for (const verb of ['request', 'stream'] as const) {
        const told: unknown[] = [];
        const response = await client[verb]('GET', `${server.at('a.test')}/from`, {
          onDownloadProgress: ({ transferred }) => void told.push(transferred),
        });
        expect([await response.text(), told]).toEqual(['done', [4]]);
      }
    });
  });

  it('may break off', async () => {
    const rest = (connection: Connection): void => connection.end('short');
    await using server = await redirecting(['content-length: 300'], rest, isSecure);
    await withNamedClient({ servers: [server] }, async (client) => {
      expect(await client.get(`${server.at('a.test')}/from`).text()).toBe('done');
    });
  });
});

// INVARIANT: row R7: a chain of redirects comes to an end, by its length or by its time.
describe.each(secures)('an endless chain of redirects (TLS: %s)', (isSecure) => {
  const looping = (): Promise<NamedServer> =>
    namedServer(
      routing(() => ({ status: 302, headers: { location: '/again' }, body: 'moved' })),
      isSecure,
    );

  it.each([
    [undefined, 10],
    [{ max: 3 }, 3],
    [{ max: 0 }, 0],
  ])('ends at redirect %j', async (redirect, max) => {
    await using server = await looping();
    await withNamedClient({ servers: [server] }, async (client) => {
      const error = await rejection(client.get(`${server.at('a.test')}/from`, { redirect }));
      expect(error).toMatchObject({
        code: 'ERR_HTTP_TOO_MANY_REDIRECTS',
        reason: 'limit',
        max,
        location: `${server.at('a.test')}/again`,
      });
    });
    expect(server.requests).toHaveLength(max + 1);
  });

  it('ends at the total deadline, which no hop begins anew', async () => {
    const clock = new VirtualClock();
    await using server = await namedServer(async (connection) => {
      for await (const _request of connection.requests()) {
        await clock.advance(400);
        connection.respond({ status: 302, headers: { location: '/again' } });
      }
    }, isSecure);
    await withNamedClient({ servers: [server], clock }, async (client) => {
      const call = client.get(`${server.at('a.test')}/from`, {
        timeout: { total: 1_000, headers: 900 },
        redirect: { max: Infinity },
      });
      expect(await rejection(call)).toMatchObject({ code: 'ERR_HTTP_TIMEOUT', phase: 'total' });
    });
    expect(server.requests).toHaveLength(3);
  });

  it('ends when the caller aborts between two hops', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    await using server = await looping();
    await withNamedClient({ servers: [server] }, async (client) => {
      client.on('redirect.followed', () => controller.abort(reason));
      const call = client.get(`${server.at('a.test')}/from`, { signal: controller.signal });
      expect(await rejection(call)).toBe(reason);
    });
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });
});
