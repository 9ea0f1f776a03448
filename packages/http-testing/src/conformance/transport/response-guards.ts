import assert from 'node:assert/strict';

import { ResponseTooLargeError } from '@x/http-core';

import type { Script } from '../../fault-server/connection-script.ts';
import { rejection } from '../rejection.ts';
import { guard, type TransportGuard } from './transport-guard.ts';
import { standstill, within } from './waiting.ts';
import {
  answering,
  chunkedHead,
  echoTarget,
  okHead,
  readAll,
  readerOf,
  responding,
  textOf,
} from './wire-scripts.ts';

const mebibyte = 2 ** 20;
const most = 48 * mebibyte;
const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;

/** Writes chunks for as long as they are taken, up to so much that nobody can have meant to; counts them. */
function flood(): { readonly script: Script; readonly written: () => number } {
  let written = 0;
  const script: Script = async (connection) => {
    await connection.request();
    connection.write(chunkedHead);
    while (written < most && (await connection.send(chunk))) written += 65_536;
    connection.write('0\r\n\r\n');
  };
  return { script, written: () => written };
}

/** That bodies are collected as far as asked, and read no further than asked. */
export const responseGuards: readonly TransportGuard[] = [
  guard('collect', 'collects a body in one piece and tells what has come', (bench) =>
    bench.serve(
      answering(chunkedHead, '3\r\nabc\r\n', `186a0\r\n${'x'.repeat(100_000)}\r\n`, '0\r\n\r\n'),
      async ({ send }) => {
        const told: number[] = [];
        const text = textOf(await send({ onReceived: (received) => told.push(received) }));
        assert.equal(text, `abc${'x'.repeat(100_000)}`);
        assert.deepEqual(
          told,
          told.toSorted((one, other) => one - other),
        );
        assert.equal(told.at(-1), 100_003);
      },
    ),
  ),

  guard('collect', 'takes a body of exactly the limit', (bench) =>
    bench.serve(responding({ body: 'hello world' }), async ({ send }) => {
      assert.equal(textOf(await send({ collect: 11 })), 'hello world');
    }),
  ),

  guard('collect', 'refuses a body beyond the limit, having read little more', async (bench) => {
    const { script, written } = flood();
    await bench.serve(script, async ({ send, server }) => {
      const error = await rejection(send({ collect: mebibyte }));
      assert.ok(error instanceof ResponseTooLargeError, String(error));
      assert.deepEqual([error.reason, error.limit], ['streamed', mebibyte]);
      await server.waitFor(() => server.openConnections === 0);
      assert.ok(written() < 24 * mebibyte, `read ${written()} bytes for a limit of ${mebibyte}`);
    });
  }),

  guard('declared-length', 'refuses a declared length beyond the limit before the body comes', (bench) =>
    bench.serve(answering('HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n'), async ({ send }) => {
      const error = await within(rejection(send({ collect: 10 })), 'a declared length', 2_000);
      assert.ok(error instanceof ResponseTooLargeError, String(error));
      assert.deepEqual([error.reason, error.limit], ['declared', 10]);
    }),
  ),

  guard('collect', 'asks collectFor at the head, and does what it says', (bench) =>
    bench.serve(
      responding({ status: 404, headers: { 'x-mark': 'here' }, body: 'hello world' }),
      async ({ send }) => {
        const asked: unknown[] = [];
        const left = await send({
          collect: 5,
          collectFor: (status, rawHeaders) => {
            asked.push(status, rawHeaders.includes('x-mark'));
            return undefined;
          },
        });
        assert.deepEqual(asked, [404, true]);
        assert.ok(!(left.body instanceof Uint8Array), 'collected what collectFor wanted left');
        assert.equal((await readAll(left.body)).toString(), 'hello world');
        assert.equal(textOf(await send({ collect: 5, collectFor: () => 11 })), 'hello world');
        assert.ok((await rejection(send({ collectFor: () => 5 }))) instanceof ResponseTooLargeError);
      },
    ),
  ),

  guard('stream', 'settles at the head when nothing is to be collected', async (bench) => {
    let finish = (): void => {};
    await bench.serve(
      async (connection) => {
        await connection.request();
        finish = () => connection.write('ok');
        connection.write(okHead);
      },
      async ({ open }) => {
        const response = await within(open(), 'the head', 2_000);
        assert.equal(response.status, 200);
        finish();
        assert.equal((await readAll(response.body)).toString(), 'ok');
      },
    );
  }),

  // Memory would grow with a body that nobody reads.
  guard('stream', 'reads no more of a body than its reader takes', async (bench) => {
    const { script, written } = flood();
    await bench.serve(script, async ({ open }) => {
      const response = await open();
      const reader = readerOf(response);
      await reader.next();
      await standstill(written, most / 2, 'read of a body that nobody reads');
      let taken = 0;
      while (taken < most / 2) {
        const { done, value } = await reader.next();
        assert.ok(done !== true, `ended after ${taken} bytes`);
        taken += value.byteLength;
      }
      response.destroy();
    });
  }),

  guard(
    'stream',
    'closes the connection of a body that is destroyed, before and within it',
    async (bench) => {
      const { script } = flood();
      await bench.serve(script, async ({ open, server }) => {
        for (const reads of [0, 1]) {
          const response = await open();
          const reader = readerOf(response);
          if (reads > 0) await reader.next();
          response.destroy();
          await server.waitFor(() => server.openConnections === 0, 1_000);
          response.destroy();
        }
      });
    },
  ),

  guard('stream', 'closes the connection of a body whose reader leaves', async (bench) => {
    const { script } = flood();
    await bench.serve(script, async ({ open, server }) => {
      const response = await open();
      const reader = readerOf(response);
      await reader.next();
      await reader.return?.();
      await server.waitFor(() => server.openConnections === 0, 1_000);
    });
  }),

  guard('stream', 'does nothing when a body is destroyed after its end', (bench) =>
    bench.serve(echoTarget, async ({ open, send }) => {
      const streamed = await open();
      assert.equal((await readAll(streamed.body)).toString(), '/');
      streamed.destroy();
      const collected = await send({ target: '/second' });
      collected.destroy();
      assert.equal(textOf(collected), '/second');
      assert.equal(textOf(await send({ target: '/third' })), '/third');
    }),
  ),
];
