import assert from 'node:assert/strict';

import type { Sent, Timings } from '@x/http-core';

import { blackHole } from '../../fault-server/black-hole.ts';
import type { Script } from '../../fault-server/connection-script.ts';
import { rejection } from '../rejection.ts';
import { source } from './body-source.ts';
import { exchange, type SendOptions, type Wire } from './transport-bench.ts';
import { guard, type TransportGuard, withoutBlackHole } from './transport-guard.ts';
import { grace, within } from './waiting.ts';
import { echoTarget, halfway, readAll, silent } from './wire-scripts.ts';

interface Evidence {
  readonly sent: Sent;
  readonly timings: Timings;
  readonly isReusedSocket?: boolean;
}

/** Not an error, so that nothing is tempted to write a stack onto it. */
const reason = Object.freeze({ my: 'reason' });

const endless = (): AsyncIterable<Uint8Array> =>
  source(async function* () {
    for (;;) yield new Uint8Array(65_536);
  }).body;

/** Aborts once `isThere` and holds the transport to the time and to the reason. */
async function abortWhen(
  isThere: () => Promise<unknown>,
  run: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const controller = new AbortController();
  const outcome = rejection(run(controller.signal));
  await Promise.race([isThere(), outcome]);
  controller.abort(reason);
  assert.equal(await within(outcome, 'the rejection after an abort'), reason);
}

async function gone({ server }: Wire): Promise<void> {
  await server.waitFor(() => server.openConnections === 0, grace * 2);
}

/** Held at the server until it is seen there. */
function aborting(
  claim: string,
  script: Script,
  options: SendOptions,
  isThere: (wire: Wire) => boolean,
): TransportGuard {
  return guard('abort', claim, (bench) =>
    bench.serve(script, async (wire) => {
      const seen = (): Promise<void> => wire.server.waitFor(() => isThere(wire));
      await abortWhen(seen, (signal) => wire.send({ ...options, signal }));
      await gone(wire);
    }),
  );
}

/** That an abort ends an exchange in whatever phase it is, at once and with its very reason. */
export const abortGuards: readonly TransportGuard[] = [
  guard('abort', 'opens no connection for what is aborted already', (bench) =>
    bench.serve(echoTarget, async ({ send, server }) => {
      const outcome = rejection(send({ signal: AbortSignal.abort(reason) }));
      assert.equal(await within(outcome, 'the rejection'), reason);
      assert.equal(server.connections, 0);
    }),
  ),

  guard(
    'abort',
    'ends at once while connecting',
    async (bench) => {
      await using hole = await blackHole();
      await bench.without(({ transport }) =>
        abortWhen(
          () => new Promise((resolve) => setTimeout(resolve, 50)),
          (signal) => exchange(transport, hole.origin, { signal }),
        ),
      );
    },
    withoutBlackHole,
  ),

  guard('pool', 'ends at once while it waits for a connection of a full pool', (bench) =>
    bench.serve(
      silent,
      async ({ send, server }) => {
        const first = new AbortController();
        const busy = rejection(send({ signal: first.signal }));
        await server.waitFor(() => server.openConnections === 1);
        const queued = Promise.withResolvers<void>();
        const onQueue = (isWaiting: boolean): void => void (isWaiting && queued.resolve());
        await abortWhen(
          () => within(queued.promise, 'being told of the wait', 1_000),
          (signal) => send({ signal, onQueue }),
        );
        assert.equal(server.connections, 1);
        first.abort(reason);
        assert.equal(await busy, reason);
      },
      { pool: { maxConnections: 1 } },
    ),
  ),

  aborting(
    'ends at once while it waits for the head',
    silent,
    {},
    ({ server }) => server.openConnections > 0,
  ),

  aborting(
    'ends at once while it sends a body',
    async (connection) => {
      await connection.head();
      while ((await connection.bytes(1)).length > 0);
    },
    {
      method: 'PUT',
      get body() {
        return endless();
      },
    },
    ({ server }) => server.openConnections > 0,
  ),

  guard('abort', 'ends at once while it collects a body', (bench) =>
    bench.serve(halfway, async (wire) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      await abortWhen(
        () => within(promise, 'the first bytes', 2_000),
        (signal) => wire.send({ signal, onReceived: () => resolve() }),
      );
      await gone(wire);
    }),
  ),

  guard('abort', 'ends at once while a body is read', (bench) =>
    bench.serve(halfway, async (wire) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      await abortWhen(
        () => promise,
        async (signal) => {
          const { body } = await wire.open({ signal });
          resolve();
          await readAll(body);
        },
      );
      await gone(wire);
    }),
  ),

  guard('abort', 'does nothing when it is aborted after the end', (bench) =>
    bench.serve(echoTarget, async ({ send }) => {
      const controller = new AbortController();
      await send({ signal: controller.signal });
      controller.abort(reason);
      assert.equal((await send({ target: '/next' })).status, 200);
    }),
  ),

  guard('evidence', 'tells who aborts how far it had come', (bench) =>
    bench.serve(silent, async ({ send, server }) => {
      let cancel: ((reason: unknown) => Evidence | void) | undefined;
      const outcome = rejection(send({ onAbort: (given) => void (cancel = given as typeof cancel) }));
      await server.waitFor(() => server.openConnections === 1);
      // Seen at the server only once every byte of it had gone out.
      await new Promise((resolve) => setTimeout(resolve, 30));
      const evidence = cancel?.(reason);
      assert.equal(await outcome, reason);
      assert.equal(evidence?.sent, 'complete');
      assert.equal(evidence.isReusedSocket, false);
      assert.ok(evidence.timings.total > 0, 'no time has passed');
    }),
  ),
];
