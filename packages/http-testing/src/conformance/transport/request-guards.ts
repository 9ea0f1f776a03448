import assert from 'node:assert/strict';

import { InvalidRequestError } from '@x/http-core';

import type { Script } from '../../fault-server/connection-script.ts';
import { rejection } from '../rejection.ts';
import { source, repeated } from './body-source.ts';
import { guard, type TransportGuard } from './transport-guard.ts';
import { standstill, within } from './waiting.ts';
import { echoTarget, textOf } from './wire-scripts.ts';

const mebibyte = 2 ** 20;
const echoLength: Script = async (connection) => {
  for await (const { body } of connection.requests()) connection.respond({ body: String(body.length) });
};
/** What a transport decides by itself: where the request goes, and what becomes of the connection. */
const ownHeaders = new Set(['host', 'connection', 'keep-alive']);

function pairs(rawHeaders: readonly string[]): string[] {
  const found: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    if (!ownHeaders.has(name)) found.push(`${name}: ${rawHeaders[index + 1]}`);
  }
  return found;
}

/** That the wire shows what was asked for, and bodies are sent as they are. */
export const requestGuards: readonly TransportGuard[] = [
  guard('wire-head', 'puts method, target and headers on the wire as they are, and host', (bench) =>
    bench.serve(echoTarget, async ({ send, server }) => {
      const headers = {
        'x-one': '1',
        accept: 'text/plain',
        'x-many': ['b', 'a'],
        'x-empty': '',
        __proto__: null,
        'user-agent': 'me/1',
      };
      await send({ method: 'OPTIONS', target: '/a%2Fb%20c/?d=e&d=%E2%82%AC&f', headers: headers as never });
      const [request] = server.requests;
      assert.equal(request?.method, 'OPTIONS');
      assert.equal(request.target, '/a%2Fb%20c/?d=e&d=%E2%82%AC&f');
      assert.deepEqual(request.headers['host'], [server.origin.slice('http://'.length)]);
      const expected = [
        'x-one: 1',
        'accept: text/plain',
        'x-many: b',
        'x-many: a',
        'x-empty: ',
        'user-agent: me/1',
      ];
      assert.deepEqual(pairs(request.rawHeaders).toSorted(), expected.toSorted());
      await send({ method: 'REPORT' });
      assert.equal(server.requests[1]?.method, 'REPORT');
    }),
  ),

  guard('framing', 'sends bytes with their length and nothing beyond them', (bench) =>
    bench.serve(echoLength, async ({ send, server }) => {
      const view = Buffer.from('--payload--').subarray(2, 9);
      const headers = { 'content-length': '7' };
      assert.equal(textOf(await send({ method: 'PUT', body: view, contentLength: 7, headers })), '7');
      const [request] = server.requests;
      assert.equal(request?.body.toString(), 'payload');
      assert.deepEqual(request.headers['content-length'], ['7']);
      assert.equal(request.headers['transfer-encoding'], undefined);
    }),
  ),

  guard('framing', 'sends a source of unknown length in chunks', (bench) =>
    bench.serve(echoLength, async ({ send, server }) => {
      assert.equal(textOf(await send({ method: 'POST', body: source(repeated(3, 10)).body })), '30');
      assert.deepEqual(server.requests[0]?.headers['transfer-encoding'], ['chunked']);
      assert.equal(server.requests[0]?.headers['content-length'], undefined);
    }),
  ),

  guard('source-length', 'sends a source of known length with that length', (bench) =>
    bench.serve(echoLength, async ({ send, server }) => {
      const headers = { 'content-length': '30' };
      const { body } = source(repeated(3, 10));
      assert.equal(textOf(await send({ method: 'POST', body, contentLength: 30, headers })), '30');
      assert.deepEqual(server.requests[0]?.headers['content-length'], ['30']);
      assert.equal(server.requests[0]?.headers['transfer-encoding'], undefined);
    }),
  ),

  // Bytes beyond the announced length would be read as the next request.
  guard('source-length', 'refuses a source that is longer or shorter than announced', (bench) =>
    bench.serve(echoLength, async ({ send, server }) => {
      for (const length of [20, 40]) {
        const { body, state } = source(repeated(3, 10));
        const headers = { 'content-length': String(length) };
        const sending = send({ method: 'POST', body, contentLength: length, headers });
        const error = await within(rejection(sending), `a source of 30 bytes for ${length}`, 2_000);
        assert.ok(error instanceof InvalidRequestError, String(error));
        await server.waitFor(() => server.openConnections === 0);
        assert.ok(state.isEnded, 'the source was not ended');
      }
      // The longer one may have gone out as far as it was announced.
      for (const { body } of server.requests) assert.equal(body.length, 20);
    }),
  ),

  guard('upload', 'reads a source no faster than the peer takes it', async (bench) => {
    const { body, state } = source(repeated(800, 65_536));
    await bench.serve(
      async (connection) => {
        const head = await connection.head();
        connection.pause();
        try {
          await standstill(
            () => state.given,
            24 * mebibyte,
            'read from a source whose peer has stopped reading',
          );
        } finally {
          connection.resume();
        }
        connection.respond({ body: String((await connection.body(head)).body.length) });
      },
      async ({ send }) => {
        assert.equal(textOf(await send({ method: 'POST', body })), String(800 * 65_536));
      },
    );
  }),

  guard('progress', 'tells the bytes that have gone out', (bench) =>
    bench.serve(echoLength, async ({ send }) => {
      for (const body of [new Uint8Array(300_000), source(repeated(5, 60_000)).body]) {
        const told: number[] = [];
        await send({ method: 'POST', body, onProgress: (sent) => told.push(sent) });
        assert.deepEqual(
          told,
          told.toSorted((one, other) => one - other),
        );
        assert.equal(told.at(-1), 300_000);
      }
    }),
  ),

  guard('source-error', 'rejects with the very error of a source', (bench) =>
    bench.serve(echoLength, async ({ send, server }) => {
      const mine = new Error('mine');
      const { body } = source(async function* () {
        yield new Uint8Array(10);
        throw mine;
      });
      const error = await within(rejection(send({ method: 'POST', body })), 'the error of a source', 2_000);
      assert.equal(error, mine);
      await server.waitFor(() => server.openConnections === 0);
      assert.equal(server.requests.length, 0, 'what was sent of it passed for a request');
    }),
  ),

  guard(
    'early-answer',
    'hands over a refusal that comes before the end of the upload, and ends the source',
    (bench) =>
      bench.serve(
        async (connection) => {
          await connection.head();
          connection.write(
            'HTTP/1.1 413 Content Too Large\r\nconnection: close\r\ncontent-length: 2\r\n\r\nno',
          );
        },
        async ({ send, server }) => {
          const { body, state } = source(async function* () {
            for (;;) yield new Uint8Array(65_536);
          });
          const response = await within(send({ method: 'POST', body }), 'an early refusal', 3_000);
          assert.equal(response.status, 413);
          assert.equal(textOf(response), 'no');
          await server.waitFor(() => server.openConnections === 0);
          await within(state.ended, 'the end of the source', 1_000);
        },
      ),
  ),
];
