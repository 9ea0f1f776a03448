import assert from 'node:assert/strict';

import { TimeoutError, type WireResponse } from '@x/http-core';

import { blackHole } from '../../fault-server/black-hole.ts';
import { rejection } from '../rejection.ts';
import { repeated, source } from './body-source.ts';
import { exchange, generous } from './transport-bench.ts';
import { guard, type TransportGuard, withoutBlackHole } from './transport-guard.ts';
import { within } from './waiting.ts';
import { echoTarget, halfway, silent, textOf } from './wire-scripts.ts';

/** What a limit of so many milliseconds comes to. */
async function expired(phase: string, limit: number, sending: Promise<WireResponse>): Promise<TimeoutError> {
  const error = await within(rejection(sending), `the limit of ${phase}`, 1_500);
  assert.ok(error instanceof TimeoutError, String(error));
  assert.deepEqual([error.phase, error.limit], [phase, limit]);
  return error;
}

/** That each limit is held and told by its phase, and that time is accounted for. */
export const timeoutGuards: readonly TransportGuard[] = [
  guard('headers-timeout', 'holds the limit for the head', (bench) =>
    bench.serve(silent, async ({ send, server }) => {
      await expired('headers', 80, send({ timeouts: { ...generous, headers: 80 } }));
      await server.waitFor(() => server.openConnections === 0, 1_000);
    }),
  ),

  guard(
    'timeouts',
    'holds the limit for connecting',
    async (bench) => {
      await using hole = await blackHole();
      await bench.without(async ({ transport }) => {
        const sending = exchange(transport, hole.origin, { timeouts: { ...generous, connect: 80 } });
        assert.equal((await expired('connect', 80, sending)).sent, 'none');
      });
    },
    withoutBlackHole,
  ),

  guard('timeouts', 'holds the limit between two chunks while it collects', (bench) =>
    bench.serve(halfway, async ({ send, server }) => {
      await expired('idle', 80, send({ timeouts: { ...generous, idle: 80 } }));
      await server.waitFor(() => server.openConnections === 0, 1_000);
    }),
  ),

  guard('timeouts', 'takes a drip within that limit for no silence', (bench) =>
    bench.serve(
      async (connection) => {
        await connection.request();
        connection.write('HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n');
        for (const letter of 'abcdefgh') {
          await connection.wait(60);
          connection.write(letter);
        }
      },
      async ({ send }) => {
        assert.equal(textOf(await send({ timeouts: { ...generous, idle: 350 } })), 'abcdefgh');
      },
    ),
  ),

  guard('timeouts', 'holds that limit for an upload that the peer does not take', async (bench) => {
    // A server that has stopped reading does not see the end either.
    const { promise: over, resolve } = Promise.withResolvers<void>();
    await bench.serve(
      async (connection) => {
        await connection.head();
        connection.pause();
        await over;
        connection.resume();
      },
      async ({ send }) => {
        const { body, state } = source(repeated(2_000, 65_536));
        const sending = send({ method: 'POST', body, timeouts: { ...generous, idle: 120 } });
        try {
          assert.equal((await expired('upload', 120, sending)).sent, 'partial');
        } finally {
          resolve();
        }
        await within(state.ended, 'the end of the source', 1_000);
      },
    );
  }),

  guard('pool', 'holds the limit for a connection of a full pool', (bench) =>
    bench.serve(
      silent,
      async ({ send, server }) => {
        const busy = new AbortController();
        const first = rejection(send({ signal: busy.signal }));
        await server.waitFor(() => server.openConnections === 1);
        const error = await expired('pool', 60, send({ timeouts: { ...generous, pool: 60 } }));
        assert.match(error.message, /connection pool exhausted/);
        busy.abort('enough');
        assert.equal(await first, 'enough');
      },
      { pool: { maxConnections: 1 } },
    ),
  ),

  guard('timings', 'tells where the time went', (bench) =>
    bench.serve(
      async (connection) => {
        for await (const _request of connection.requests()) {
          await connection.wait(80);
          connection.respond({ body: 'late' });
        }
      },
      async ({ send }) => {
        const { timings } = await send();
        const { total, ...phases } = timings;
        const spent = Object.values(phases).filter((one) => one !== undefined);
        for (const one of [total, ...spent]) assert.ok(Number.isFinite(one) && one >= 0, `${one} ms`);
        assert.ok((timings.headers ?? 0) >= 60, `waited ${timings.headers} ms for a head that took 80`);
        // Phases follow each other; what they come to is rounded.
        const sum = spent.reduce((one, other) => one + other, 0);
        assert.ok(sum <= total + 5, `${sum} ms of phases in ${total} ms`);
      },
    ),
  ),

  guard('timings', 'tells the time of a failure too', (bench) =>
    bench.serve(silent, async ({ send }) => {
      const error = await rejection(send({ timeouts: { ...generous, headers: 80 } }));
      assert.ok(error instanceof TimeoutError, String(error));
      assert.ok((error.timings?.total ?? 0) >= 60, `${error.timings?.total} ms for a limit of 80`);
    }),
  ),

  guard('headers-timeout', 'holds no limit where none is given', (bench) =>
    bench.serve(echoTarget, async ({ send }) => {
      assert.equal(textOf(await send({ timeouts: {} })), '/');
    }),
  ),
];
