import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { TlsError } from '@x/http-core';

import { rejection } from '../rejection.ts';
import { exchange } from './transport-bench.ts';
import { guard, type TransportGuard } from './transport-guard.ts';
import { within } from './waiting.ts';
import { echoTarget, textOf } from './wire-scripts.ts';

// In a world of its own, where nothing is polluted: answers each request with its own bytes.
const echo = `
  const { parentPort } = require('node:worker_threads');
  require('node:net').createServer((socket) => {
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (data) => {
      text += data;
      const [head, body] = text.split('\\r\\n\\r\\n');
      if (body === undefined || body.length < Number(/content-length: (\\d+)/i.exec(head)?.[1] ?? 0)) return;
      socket.end('HTTP/1.1 200 OK\\r\\nconnection: close\\r\\ncontent-length: ' + text.length + '\\r\\n\\r\\n' + text);
    });
  }).listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port); });
`;

/** Names that Node and its clients read from options; those that break Node's own emitters are not among them. */
const polluted: Readonly<Record<string, unknown>> = {
  path: '/evil',
  socketPath: '/nowhere/evil.sock',
  pathname: '/evil',
  search: '?evil',
  host: 'evil.example',
  hostname: 'evil.example',
  port: 1,
  method: 'DELETE',
  headers: { evil: 'yes' },
  auth: 'evil:evil',
  agent: false,
  localAddress: '192.0.2.1',
};

/** That the world around it moves it no more than the client's options allow. */
export const environmentGuards: readonly TransportGuard[] = [
  guard('pollution', 'puts the same bytes on the wire under a polluted Object.prototype', async (bench) => {
    const worker = new Worker(echo, { eval: true });
    const { transport, close } = await bench.make({});
    try {
      const [port] = (await once(worker, 'message')) as [number];
      const send = async (): Promise<string> => {
        const headers = { 'x-own': 'yes', 'content-length': '2' };
        const body = new TextEncoder().encode('hi');
        const url = `http://127.0.0.1:${port}/own?a=b`;
        return textOf(await exchange(transport, url, { method: 'POST', headers, body, contentLength: 2 }));
      };
      const sound = await send();
      for (const [name, value] of Object.entries(polluted)) {
        const shape = { value, configurable: true, enumerable: true, writable: true };
        Object.defineProperty(Object.prototype, name, shape);
        let outcome: unknown;
        try {
          outcome = await within(send(), 'an answer', 2_000).catch(String);
        } finally {
          delete (Object.prototype as Record<string, unknown>)[name];
        }
        assert.equal(outcome, sound, `a polluted ${name} changed what was sent`);
      }
    } finally {
      await close();
      await worker.terminate();
    }
  }),

  guard('tls', 'verifies the certificate of its peer against tls.ca', async (bench) => {
    const { ca, ...serverTls } = await bench.certificateForTests();
    await bench.serve(
      echoTarget,
      async ({ send }) => assert.equal(textOf(await send({ target: '/secure' })), '/secure'),
      { serverTls, tls: { ca } },
    );
    await bench.serve(
      echoTarget,
      async ({ send, server }) => {
        const error = await rejection(send());
        assert.ok(error instanceof TlsError, String(error));
        assert.equal(error.sent, 'none');
        assert.equal(server.requests.length, 0);
      },
      { serverTls },
    );
  }),
];
