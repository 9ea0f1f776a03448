import { setTimeout as delay } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { eventLoopTurns } from '../../../http-testing/src/clock/event-loop-turn.ts';
import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import type { Connection } from '../../../http-testing/src/fault-server/connection.ts';
import { TimeoutError } from '../../src/errors/index.ts';
import { rawServer } from '../support/raw-server.ts';
import {
  answer,
  makeTransport,
  open,
  readAll,
  rejection,
  send,
  textOf,
  withServer,
} from '../support/wire.ts';

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const limits = { connect: 5_000, headers: 5_000, idle: 5_000 };

/** Answers each request when told, in the order they came. */
function gate() {
  const held: (() => void)[] = [];
  const script = async (connection: Connection) => {
    for await (const { target } of connection.requests()) {
      held.push(() => connection.respond({ body: target }));
    }
  };
  /** Once so many requests are there. */
  const holds = async (count: number) => {
    while (held.length < count) await delay(1);
  };
  return { script, held, holds };
}

it('never opens more than maxConnections and serves who waits in order', async () => {
  let atOnce = 0;
  let peak = 0;
  await withServer(
    async (connection) => {
      peak = Math.max(peak, ++atOnce);
      void connection.closed.then(() => atOnce--);
      for await (const request of connection.requests()) {
        await delay(1);
        connection.respond({ body: request.target });
      }
    },
    async (server, transport) => {
      const granted: number[] = [];
      const calls = Array.from({ length: 500 }, (_, index) =>
        send(transport, server.url, { onQueue: (isWaiting) => void (isWaiting || granted.push(index)) }),
      );
      expect(transport.connections).toEqual({ open: 10, idle: 0, waiting: 490 });
      await Promise.all(calls);
      expect(peak).toBe(10);
      expect(server.connections).toBe(10);
      expect(granted.slice(-490)).toEqual(Array.from({ length: 490 }, (_, index) => index + 10));
    },
    { pool: { maxConnections: 10 } },
  );
});

it('holds maxConnectionsPerHost per origin, and one crowded origin does not hold up another', async () => {
  const one = gate();
  await using other = await rawServer(answer(ok));
  await withServer(
    one.script,
    async (server, transport) => {
      const calls = [1, 2, 3].map((index) => send(transport, `${server.url}/${index}`));
      expect(transport.connections).toEqual({ open: 2, idle: 0, waiting: 1 });
      expect(textOf(await send(transport, other.url))).toBe('ok');
      await one.holds(2);
      one.held.shift()?.();
      await one.holds(2);
      for (const release of one.held) release();
      await Promise.all(calls);
      expect(server.connections).toBe(2);
    },
    { pool: { maxConnectionsPerHost: 2 } },
  );
});

it('closes a socket that idles for another origin when all places are taken', async () => {
  await using other = await rawServer(answer(ok));
  await withServer(
    answer(ok),
    async (server, transport) => {
      await send(transport, server.url);
      expect(transport.connections).toEqual({ open: 1, idle: 1, waiting: 0 });
      await send(transport, other.url);
      expect(transport.connections).toEqual({ open: 1, idle: 1, waiting: 0 });
      await server.waitFor(() => server.openConnections === 0, 250);
      await send(transport, server.url);
      await other.waitFor(() => other.openConnections === 0, 250);
    },
    { pool: { maxConnections: 1 } },
  );
});

it('serves the origins in the order of arrival', async () => {
  const first = gate();
  await using other = await rawServer(answer(ok));
  await withServer(
    first.script,
    async (server, transport) => {
      const order: string[] = [];
      const note = (name: string) => () => void order.push(name);
      const calls = [send(transport, `${server.url}/a`).then(note('a'))];
      await first.holds(1);
      calls.push(
        send(transport, other.url).then(note('other')),
        send(transport, `${server.url}/b`).then(note('b')),
      );
      first.held.shift()?.();
      await first.holds(1);
      expect(order).toEqual(['a', 'other']);
      first.held.shift()?.();
      await Promise.all(calls);
    },
    { pool: { maxConnections: 1 } },
  );
});

it('a wait beyond timeout.pool is a TimeoutError that names the setting', async () => {
  const { script, held, holds } = gate();
  await withServer(
    script,
    async (server, transport) => {
      const told: boolean[] = [];
      const busy = send(transport, server.url);
      const waiting = send(transport, server.url, {
        timeouts: { ...limits, pool: 40 },
        onQueue: (is) => told.push(is),
      });
      const thrown = await rejection(waiting);
      expect(thrown).toBeInstanceOf(TimeoutError);
      expect(thrown).toMatchObject({ phase: 'pool', limit: 40, sent: 'none' });
      expect((thrown as Error).message).toContain('connection pool exhausted');
      expect((thrown as Error).message).toContain('maxConnections: 1');
      expect(told).toEqual([true]);
      expect(transport.connections).toEqual({ open: 1, idle: 0, waiting: 0 });
      await holds(1);
      held[0]?.();
      await busy;
    },
    { pool: { maxConnections: 1 } },
  );
});

it('says which limit it was', async () => {
  const { script } = gate();
  await withServer(
    script,
    async (server, transport) => {
      const busy = rejection(send(transport, server.url));
      const thrown = await rejection(send(transport, server.url, { timeouts: { ...limits, pool: 10 } }));
      expect((thrown as Error).message).toContain('maxConnectionsPerHost: 1');
      await transport.close();
      await busy;
    },
    { pool: { maxConnectionsPerHost: 1 } },
  );
});

it('an abort leaves the line at once, and who stands behind moves up', async () => {
  const { script, held, holds } = gate();
  await withServer(
    script,
    async (server, transport) => {
      const controller = new AbortController();
      const busy = send(transport, server.url);
      const aborted = send(transport, server.url, { signal: controller.signal });
      const next = send(transport, `${server.url}/next`);
      const reason = new Error('enough');
      controller.abort(reason);
      expect(transport.connections).toEqual({ open: 1, idle: 0, waiting: 1 });
      expect(await rejection(aborted)).toBe(reason);
      await holds(1);
      held.shift()?.();
      await busy;
      await holds(1);
      held.shift()?.();
      expect(textOf(await next)).toBe('/next');
      expect(server.requests).toHaveLength(2);
    },
    { pool: { maxConnections: 1 } },
  );
});

it('holds the place until a streamed body has come', () =>
  withServer(
    async (connection) => {
      for await (const _request of connection.requests()) connection.respond({ body: 'x'.repeat(5_000_000) });
    },
    async (server, transport) => {
      const first = await open(transport, server.url);
      const second = send(transport, server.url, { collect: Infinity });
      await delay(30);
      expect(transport.connections).toEqual({ open: 1, idle: 0, waiting: 1 });
      expect(await readAll(first.body)).toHaveLength(5_000_000);
      expect((await second).body).toHaveLength(5_000_000);
      expect(server.connections).toBe(1);
    },
    { pool: { maxConnections: 1 } },
  ));

it('gives back the place of a dial that failed', async () => {
  const transport = makeTransport({
    pool: { maxConnections: 1 },
    lookup: (_name, _options, callback) => callback(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), []),
  });
  await Promise.all(Array.from({ length: 20 }, () => rejection(send(transport, 'http://nowhere.example/'))));
  expect(transport.connections).toEqual({ open: 0, idle: 0, waiting: 0 });
});

describe('idle sockets', () => {
  it('are at most maxKeepAliveConnections', () =>
    withServer(
      answer(ok),
      async (server, transport) => {
        await Promise.all(Array.from({ length: 6 }, () => send(transport, server.url)));
        expect(transport.connections).toEqual({ open: 2, idle: 2, waiting: 0 });
        await server.waitFor(() => server.openConnections === 2, 250);
      },
      { pool: { maxKeepAliveConnections: 2 } },
    ));

  it('are none with forceClose, and the peer is told', () =>
    withServer(
      answer(ok),
      async (server, transport) => {
        await send(transport, server.url);
        await send(transport, server.url);
        expect(server.connections).toBe(2);
        expect(server.requests[0]?.headers['connection']).toEqual(['close']);
        expect(transport.connections.open).toBe(0);
      },
      { pool: { forceClose: true } },
    ));

  it.each([
    ['keepAliveTimeout', '', 4_000],
    ["the peer's own limit less a second", 'keep-alive: timeout=3\r\n', 2_000],
  ])('are closed after %s', (_name, header, limit) => {
    const clock = new VirtualClock();
    return withServer(
      answer(`HTTP/1.1 200 OK\r\n${header}content-length: 2\r\n\r\nok`),
      async (server, transport) => {
        await send(transport, server.url);
        await clock.advance(limit - 1);
        expect((await send(transport, server.url)).isReusedSocket).toBe(true);
        await clock.advance(limit - 1);
        expect(transport.connections).toEqual({ open: 1, idle: 1, waiting: 0 });
        await clock.advance(1);
        expect(transport.connections).toEqual({ open: 0, idle: 0, waiting: 0 });
        await server.waitFor(() => server.openConnections === 0, 250);
      },
      { clock },
    );
  });

  it('are not kept for a peer that gives them a second', () =>
    withServer(
      answer('HTTP/1.1 200 OK\r\nkeep-alive: timeout=1\r\ncontent-length: 2\r\n\r\nok'),
      async (server, transport) => {
        await send(transport, server.url);
        expect(transport.connections.open).toBe(0);
      },
    ));

  it('leave the pool when the peer closes them', () =>
    withServer(
      async (connection) => {
        await connection.request();
        connection.respond();
        await delay(20);
        connection.end();
      },
      async (server, transport) => {
        await send(transport, server.url);
        expect(transport.connections.idle).toBe(1);
        await server.waitFor(() => server.openConnections === 0, 500);
        await eventLoopTurns();
        expect(transport.connections).toEqual({ open: 0, idle: 0, waiting: 0 });
      },
    ));

  it('give way to a fresh one where that is asked for', () =>
    withServer(
      answer(ok),
      async (server, transport) => {
        await send(transport, server.url);
        expect((await send(transport, server.url, { freshSocket: true })).isReusedSocket).toBe(false);
        expect(server.connections).toBe(2);
        expect(transport.connections).toEqual({ open: 1, idle: 1, waiting: 0 });
      },
      { pool: { maxConnectionsPerHost: 1 } },
    ));
});
