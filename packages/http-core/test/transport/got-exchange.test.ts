import { AsyncLocalStorage } from 'node:async_hooks';
import { getEventListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { blackHole } from '../../../http-testing/src/fault-server/black-hole.ts';
import { expectNothingLeft } from '../../../http-testing/src/fault-server/leak-check.ts';
import { TimeoutError } from '../../src/errors/index.ts';
import type { Evidence, Timings } from '../../src/transport/transport.ts';
import { rawServer, type Script } from '../support/raw-server.ts';
import {
  answer,
  makeTransport,
  open,
  readAll,
  rejection,
  send,
  type SendOptions,
  withServer,
} from '../support/wire.ts';

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const head = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc';
const limits = { connect: 5_000, headers: 5_000, idle: 5_000 };
const reason = { my: 'reason' };

/** Reads the request's head and does no more. */
const silent: Script = async (connection) => {
  await connection.head();
};
const halfway: Script = async (connection) => {
  await connection.head();
  connection.write(head);
};
const unread: Script = async (connection) => {
  await connection.head();
  connection.pause();
  await delay(150);
  connection.resume();
};

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield new Uint8Array(65_536);
}

/** Aborts after a moment and measures from there to the rejection. */
async function abortIn(run: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  const promise = rejection(run(controller.signal));
  await delay(60);
  const start = performance.now();
  controller.abort(reason);
  expect(await promise).toBe(reason);
  expect(performance.now() - start).toBeLessThan(50);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
}

describe('an abort rejects with its reason within 50 ms', () => {
  it.each<[string, Script, SendOptions]>([
    ['while waiting for the head', silent, {}],
    ['within the head', answer('HTTP/1.1 20'), {}],
    ['while collecting the body', halfway, {}],
    [
      'within an upload that the peer takes',
      async (connection) => void (await connection.request()),
      { method: 'POST', body: endless() },
    ],
    ['within an upload that nobody takes', unread, { method: 'PUT', body: endless() }],
    ['within bytes that nobody takes', unread, { method: 'PUT', body: new Uint8Array(50_000_000) }],
  ])('%s', (_name, script, options) =>
    withServer(script, async (server, transport) => {
      await abortIn((signal) => send(transport, server.url, { ...options, signal }));
      expect(transport.connections).toEqual({ open: 0, idle: 0, waiting: 0 });
    }),
  );

  it('while streaming the body', () =>
    withServer(halfway, async (server, transport) => {
      await abortIn(async (signal) => {
        const { body } = await open(transport, server.url, { signal });
        await readAll(body);
      });
      expect(transport.connections.open).toBe(0);
    }));

  it('while looking up the name', async () => {
    const transport = makeTransport({ lookup: () => {} });
    await transport.prepare();
    await expectNothingLeft(() => abortIn((signal) => send(transport, 'http://users.example/', { signal })));
    expect(transport.connections.open).toBe(0);
  });

  it('while connecting', async () => {
    await using hole = await blackHole();
    const transport = makeTransport();
    await transport.prepare();
    await expectNothingLeft(() => abortIn((signal) => send(transport, hole.url, { signal })));
    expect(transport.connections.open).toBe(0);
  });

  it('while shaking hands', async () => {
    await using server = await rawServer(() => {});
    const transport = makeTransport();
    await transport.prepare();
    const run = () => abortIn((signal) => send(transport, server.url.replace('http', 'https'), { signal }));
    await expectNothingLeft(run, { servers: [server] });
    expect(transport.connections.open).toBe(0);
  });

  it('while got is being loaded', async () => {
    await using server = await rawServer(answer(ok));
    const transport = makeTransport();
    const controller = new AbortController();
    const promise = rejection(send(transport, server.url, { signal: controller.signal }));
    controller.abort(reason);
    expect(await promise).toBe(reason);
    await transport.prepare();
    expect(server.connections).toBe(0);
  });

  it('before it began, without a connection', () =>
    withServer(silent, async (server, transport) => {
      expect(await rejection(send(transport, server.url, { signal: AbortSignal.abort(reason) }))).toBe(
        reason,
      );
      expect(server.connections).toBe(0);
    }));
});

it('tells who aborts how far it had come', () =>
  withServer(silent, async (server, transport) => {
    let cancel: ((reason: unknown) => Evidence | void) | undefined;
    const promise = rejection(send(transport, server.url, { onAbort: (given) => void (cancel = given) }));
    await server.waitFor(() => server.openConnections === 1);
    await delay(20);
    expect(cancel?.(reason)).toMatchObject({
      sent: 'complete',
      isReusedSocket: false,
      timings: { connect: expect.any(Number), headers: expect.any(Number), body: undefined },
    });
    expect(await promise).toBe(reason);
  }));

// INVARIANT: the phase a failure came in is in its timings; left out, a ledger says nothing about where the time went.
it.each<[keyof Timings, Script, SendOptions]>([
  ['headers', silent, { timeouts: { ...limits, headers: 60 } }],
  ['body', halfway, { timeouts: { ...limits, idle: 60 } }],
  ['upload', unread, { method: 'PUT', body: new Uint8Array(50_000_000), timeouts: { ...limits, idle: 60 } }],
])('the timings of a failure have the time of its phase: %s', (phase, script, options) =>
  withServer(script, async (server, transport) => {
    const { timings } = (await rejection(send(transport, server.url, options))) as TimeoutError;
    expect(timings?.[phase]).toBeGreaterThan(50);
  }),
);

describe('a limit is a TimeoutError that names its phase', () => {
  it.each<[string, Script, SendOptions, object]>([
    [
      'headers',
      silent,
      { timeouts: { ...limits, headers: 60 } },
      { phase: 'headers', limit: 60, sent: 'complete', responseStarted: false },
    ],
    [
      'headers of a drip',
      answer('HTTP/1.1 2', '0', '0'),
      { timeouts: { ...limits, headers: 60 } },
      { phase: 'headers', responseStarted: true },
    ],
    [
      'idle',
      halfway,
      { timeouts: { ...limits, idle: 60 } },
      { phase: 'idle', limit: 60, sent: 'complete', responseStarted: true },
    ],
  ])('%s', (_name, script, options, expected) =>
    withServer(script, async (server, transport) => {
      const thrown = await rejection(send(transport, server.url, options));
      expect(thrown).toBeInstanceOf(TimeoutError);
      expect(thrown).toMatchObject({ reused: false, ...expected });
      expect((thrown as TimeoutError).timings?.total).toBeGreaterThan(50);
      await server.waitFor(() => server.openConnections === 0, 250);
    }),
  );

  it('and a slow drip within idle is none', () =>
    withServer(
      async (connection) => {
        await connection.request();
        connection.write('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n');
        for (const letter of 'abcdef') {
          await delay(30);
          connection.write(letter);
        }
      },
      async (server, transport) => {
        const response = await send(transport, server.url, { timeouts: { ...limits, idle: 150 } });
        expect(response.body).toHaveLength(6);
      },
    ));

  // INVARIANT: what had come in while the event loop was blocked counts as come in time.
  it('and a blocked event loop is none', () =>
    withServer(answer(ok), async (server, transport) => {
      const promise = send(transport, server.url, { timeouts: { connect: 100, headers: 100, idle: 100 } });
      const end = performance.now() + 300;
      while (performance.now() < end);
      expect((await promise).status).toBe(200);
    }));

  it('and without limits nothing is armed', () =>
    withServer(answer(ok), async (server, transport) => {
      expect((await send(transport, server.url, { timeouts: {} })).status).toBe(200);
    }));
});

it('leaves no listener on a signal that serves many exchanges', () =>
  withServer(answer(ok), async (server, transport) => {
    for (let index = 0; index < 50; index++) await send(transport, server.url);
    expect(server.connections).toBe(1);
    expect(transport.connections).toEqual({ open: 1, idle: 1, waiting: 0 });
  }));

// INVARIANT: a body's source runs in the context of the call that it belongs to, also when another call's end let it go.
it('keeps the async context of who waited for a connection', () => {
  const storage = new AsyncLocalStorage<string>();
  const seen: (string | undefined)[] = [];
  async function* body(): AsyncGenerator<Uint8Array> {
    seen.push(storage.getStore());
    yield new Uint8Array(1);
  }
  return withServer(
    answer(ok),
    async (server, transport) => {
      const calls = ['one', 'two', 'three'].map((name) =>
        storage.run(name, () => send(transport, server.url, { method: 'POST', body: body() })),
      );
      await Promise.all(calls);
      expect(seen).toEqual(['one', 'two', 'three']);
    },
    { pool: { maxConnections: 1 } },
  );
});
