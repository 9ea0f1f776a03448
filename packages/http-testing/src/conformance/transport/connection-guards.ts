import assert from 'node:assert/strict';

import { NetworkError } from '@x/http-core';

import type { Script } from '../../fault-server/connection-script.ts';
import { rejection } from '../rejection.ts';
import { guard, type TransportGuard } from './transport-guard.ts';
import { within } from './waiting.ts';
import { answering, echoTarget, okHead, responding, silent, textOf } from './wire-scripts.ts';

const poison = okHead + 'no';

/** How many things of a kind keep this process alive. */
function held(kind: string): number {
  return process.getActiveResourcesInfo().filter((one) => one === kind).length;
}

/** That connections are used again when they may be, are bounded, and end. */
export const connectionGuards: readonly TransportGuard[] = [
  guard('reuse', 'uses a connection again, and tells', (bench) =>
    bench.serve(echoTarget, async ({ send, server }) => {
      const reused = [];
      for (const target of ['/1', '/2', '/3']) reused.push((await send({ target })).isReusedSocket);
      assert.deepEqual(reused, [false, true, true]);
      assert.equal(server.connections, 1);
    }),
  ),

  guard('reuse', 'takes a fresh connection where one is asked for', (bench) =>
    bench.serve(echoTarget, async ({ send, server }) => {
      await send();
      assert.equal((await send({ freshSocket: true })).isReusedSocket, false);
      assert.equal(server.connections, 2);
    }),
  ),

  guard('reuse', 'does not use a connection again that the peer will close', (bench) =>
    bench.serve(responding({ headers: { connection: 'close' }, body: 'ok' }), async ({ send, server }) => {
      for (const _ of [1, 2]) {
        const response = await within(send(), 'an answer', 2_000);
        assert.deepEqual([textOf(response), response.isReusedSocket], ['ok', false]);
      }
      assert.equal(server.connections, 2);
    }),
  ),

  guard('reuse', 'tells that it was a used connection that failed', (bench) =>
    bench.serve(
      async (connection) => {
        connection.respond({ body: (await connection.request()).target });
        await connection.request();
        connection.reset();
      },
      async ({ send }) => {
        await send();
        const error = await rejection(send());
        assert.ok(error instanceof NetworkError, String(error));
        assert.deepEqual([error.reason, error.reused, error.responseStarted], ['reset', true, false]);
      },
    ),
  ),

  // The answer to nobody's request must never be given to somebody.
  guard('exchange', 'never takes what came unasked for the next answer', async (bench) => {
    const extra: Script = async (connection) => {
      for await (const { target } of connection.requests()) {
        connection.write(`${okHead}${target}${poison}`);
      }
    };
    await bench.serve(extra, async ({ send }) => {
      for (const target of ['/1', '/2', '/3']) {
        assert.equal(textOf(await within(send({ target }), 'an answer', 2_000)), target);
      }
    });
    await bench.serve(
      answering('HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\nno', ''),
      async ({ send }) => {
        for (const _ of [1, 2]) {
          const outcome = await within(send(), 'an answer', 2_000).catch((error: unknown) => error);
          if (!(outcome instanceof Error)) assert.equal((outcome as { status: number }).status, 204);
        }
      },
    );
  }),

  guard('pool', 'opens no more connections than allowed, and serves all who wait', async (bench) => {
    let open = 0;
    let peak = 0;
    const counted: Script = async (connection) => {
      peak = Math.max(peak, ++open);
      for await (const { target } of connection.requests()) {
        await connection.wait(5);
        connection.respond({ body: target });
      }
      open -= 1;
    };
    await bench.serve(
      counted,
      async ({ send }) => {
        const targets = Array.from({ length: 30 }, (_, index) => `/${index}`);
        assert.deepEqual((await Promise.all(targets.map((target) => send({ target })))).map(textOf), targets);
        assert.ok(peak <= 3, `${peak} connections, 3 allowed`);
      },
      { pool: { maxConnections: 3 } },
    );
  }),

  guard('close', 'destroys idle and busy connections when it is closed, once or twice', (bench) =>
    bench.serve(
      async (connection) => {
        const { target } = await connection.request();
        if (target === '/idle') connection.respond();
        else await silent(connection);
      },
      async ({ send, server, transport }) => {
        const busy = rejection(send({ target: '/busy' }));
        await server.waitFor(() => server.requests.length === 1);
        await send({ target: '/idle' });
        await within(transport.close(), 'closing', 2_000);
        assert.ok((await within(busy, 'the end of what was under way', 1_000)) instanceof Error);
        await server.waitFor(() => server.openConnections === 0, 1_000);
        await transport.close();
      },
    ),
  ),

  guard('close', 'keeps no process alive between two exchanges', (bench) => {
    const timers = held('Timeout');
    const sockets = held('TCPSocketWrap');
    return bench.serve(echoTarget, async ({ send, server }) => {
      for (let index = 0; index < 20; index += 1) await send({ target: `/${index}` });
      // The server's own ends of the connections, and what it listens with, keep this process alive.
      const idle = (): number => held('TCPSocketWrap') - server.openConnections;
      for (let turn = 0; turn < 25 && (idle() > sockets || held('Timeout') > timers); turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.ok(idle() <= sockets, `${idle() - sockets} idle connections keep the process alive`);
      assert.ok(held('Timeout') <= timers, 'a timer keeps the process alive');
    });
  }),

  guard('close', 'leaves nothing behind', (bench) =>
    bench.serve(echoTarget, async ({ send, open }) => {
      for (let index = 0; index < 10; index += 1) {
        await send({ method: 'POST', body: new Uint8Array(10) });
        (await open()).destroy();
        await rejection(send({ signal: AbortSignal.abort('no') }));
      }
    }),
  ),
];
