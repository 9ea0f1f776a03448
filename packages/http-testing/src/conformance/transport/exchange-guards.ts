import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { ProtocolError } from '@x/http-core';

import { rejection } from '../rejection.ts';
import { generous } from './transport-bench.ts';
import { guard, type TransportGuard } from './transport-guard.ts';
import { within } from './waiting.ts';
import { answering, echoTarget, okHead, responding, textOf } from './wire-scripts.ts';

const lines = ['X-One', '1', 'set-cookie', 'a=1', 'x-TWO', 'b, c', 'Set-Cookie', 'b=2', '__proto__', 'x'];

const block = lines.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');

/** The values of each name in lower case, in their order; names by the alphabet. */
function byName(rawHeaders: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const found = new Map<string, string[]>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    found.set(name, [...(found.get(name) ?? []), rawHeaders[index + 1] ?? '']);
  }
  return [...found].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** That it is one exchange, and the head is handed over as it came. */
export const exchangeGuards: readonly TransportGuard[] = [
  guard('exchange', 'sends a request once, also when it fails', (bench) =>
    bench.serve(
      async (connection) => {
        await connection.request();
        connection.reset();
      },
      async ({ send, server }) => {
        await rejection(send());
        assert.equal(server.connections, 1);
      },
    ),
  ),

  guard('exchange', 'follows no redirect', (bench) =>
    bench.serve(
      responding({ status: 302, headers: { location: '/elsewhere' } }),
      async ({ send, server }) => {
        const response = await send();
        assert.equal(response.status, 302);
        assert.deepEqual(
          server.requests.map(({ target }) => target),
          ['/'],
        );
      },
    ),
  ),

  guard('statuses', 'takes any status for an answer', (bench) =>
    bench.serve(
      async (connection) => {
        for await (const { target } of connection.requests()) {
          connection.respond({ status: Number(target.slice(1)), body: 'why' });
        }
      },
      async ({ send }) => {
        for (const status of [200, 299, 400, 401, 404, 407, 429, 500, 503, 599]) {
          const response = await send({ target: `/${status}` });
          assert.equal(response.status, status);
          assert.equal(textOf(response), 'why');
        }
      },
    ),
  ),

  guard('raw-body', 'leaves a coded body as it came', async (bench) => {
    const coded = gzipSync('text '.repeat(100));
    await bench.serve(
      responding({ headers: { 'content-encoding': 'gzip' }, body: coded }),
      async ({ send }) => {
        const response = await send();
        assert.ok(response.body instanceof Uint8Array);
        assert.deepEqual(Buffer.from(response.body), coded);
        assert.ok(response.rawHeaders.includes('content-encoding'), 'content-encoding is gone');
        assert.ok(response.rawHeaders.includes(String(coded.length)), 'content-length is gone');
      },
    );
  }),

  guard('header-lines', 'hands over every line of the headers, __proto__ as data', (bench) =>
    bench.serve(answering(`HTTP/1.1 200 OK\r\n${block}content-length: 0\r\n\r\n`), async ({ send }) => {
      const { rawHeaders } = await send();
      const found = byName(rawHeaders);
      assert.deepEqual(found, byName([...lines, 'content-length', '0']));
    }),
  ),

  guard('raw-head', 'keeps order and spelling of headers', (bench) =>
    bench.serve(answering(`HTTP/1.1 200 OK\r\n${block}content-length: 0\r\n\r\n`), async ({ send }) => {
      assert.deepEqual((await send()).rawHeaders, [...lines, 'content-length', '0']);
    }),
  ),

  guard('exchange', 'tells status text and version', (bench) =>
    bench.serve(answering('HTTP/1.1 299 All is well\r\ncontent-length: 0\r\n\r\n'), async ({ send }) => {
      const { status, statusText, httpVersion } = await send();
      assert.deepEqual(
        { status, statusText, httpVersion },
        { status: 299, statusText: 'All is well', httpVersion: '1.1' },
      );
    }),
  ),

  guard('exchange', 'gives HEAD, 204 and 304 an empty body', (bench) =>
    bench.serve(
      async (connection) => {
        for await (const { target, method } of connection.requests()) {
          const length = method === 'HEAD' ? 'content-length: 5000\r\n' : '';
          connection.write(`HTTP/1.1 ${target.slice(1)} Status\r\n${length}etag: "1"\r\n\r\n`);
        }
      },
      async ({ send }) => {
        const cases = [
          ['HEAD', '/200'],
          ['GET', '/204'],
          ['GET', '/304'],
        ] as const;
        for (const [method, target] of cases) {
          const pending = send({ method, target, collect: 10 });
          assert.equal(textOf(await within(pending, `${method} ${target}`, 2_000)), '');
        }
      },
    ),
  ),

  guard('interim', 'passes interim responses over', (bench) =>
    bench.serve(
      answering(
        'HTTP/1.1 100 Continue\r\n\r\n',
        'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n',
        `${okHead}ok`,
      ),
      async ({ send }) => {
        const { status, rawHeaders, ...response } = await send();
        assert.deepEqual([status, ...rawHeaders], [200, 'content-length', '2']);
        assert.equal(textOf({ status, rawHeaders, ...response }), 'ok');
      },
    ),
  ),

  guard('interim', 'is not kept busy by a flood of interim responses', (bench) =>
    bench.serve(answering('HTTP/1.1 102 Processing\r\n\r\n'.repeat(500), `${okHead}ok`), async ({ send }) => {
      const error = await rejection(send());
      assert.ok(error instanceof ProtocolError, String(error));
    }),
  ),

  guard('exchange', 'answers exchanges at the same time each with its own', (bench) =>
    bench.serve(echoTarget, async ({ send }) => {
      const targets = Array.from({ length: 50 }, (_, index) => `/${index}?of=50`);
      const answers = await Promise.all(targets.map((target) => send({ target, timeouts: generous })));
      assert.deepEqual(answers.map(textOf), targets);
    }),
  ),
];
