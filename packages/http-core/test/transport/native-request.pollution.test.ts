import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { afterAll, expect, it } from 'vitest';

import { makeAuthority } from '../../../http-testing/src/fault-server/certificates.ts';
import { makeTransport, send, textOf } from '../support/wire.ts';

// In a world of its own, where nothing is polluted: answers each request with its own bytes.
const echo = `
  const { parentPort, workerData } = require('node:worker_threads');
  const net = require('node:net');
  const tls = require('node:tls');
  const serve = (socket) => {
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (data) => {
      text += data;
      const [head, body] = text.split('\\r\\n\\r\\n');
      if (body === undefined || body.length < Number(/content-length: (\\d+)/.exec(head)?.[1] ?? 0)) return;
      socket.end('HTTP/1.1 200 OK\\r\\ncontent-length: ' + text.length + '\\r\\n\\r\\n' + text);
    });
  };
  const plain = net.createServer(serve).listen(0, '127.0.0.1');
  const secure = tls.createServer(workerData.certificate, serve).listen(0, '127.0.0.1');
  const evil = net.createServer(() => parentPort.postMessage('reached')).listen(workerData.socketPath);
  plain.on('listening', () => secure.on('listening', () =>
    parentPort.postMessage([plain.address().port, secure.address().port])));
`;
const folder = mkdtempSync(join(tmpdir(), 'native-request-'));
const socketPath = join(folder, 'evil.sock');
const authority = await makeAuthority();
const worker = new Worker(echo, {
  eval: true,
  workerData: { certificate: await authority.issue(), socketPath },
});
const [[plain, secure]] = (await once(worker, 'message')) as [[number, number]];
let isReached = false;
worker.on('message', () => (isReached = true));
afterAll(async () => {
  await worker.terminate();
  rmSync(folder, { recursive: true });
});

// Not among them: names of events (`timeout`, `request`) and `encoding`, with which Node's own emitters and streams break.
const hostile: Record<string, unknown> = {
  path: '/evil',
  socketPath,
  pathname: '/evil',
  search: '?evil',
  host: 'evil.example',
  hostname: 'evil.example',
  port: 1,
  method: 'DELETE',
  headers: { evil: 'yes' },
  auth: 'evil:evil',
  agent: false,
  createConnection: () => {
    throw new Error('evil');
  },
  lookup: () => {},
  family: 6,
  localAddress: '192.0.2.1',
  setHost: false,
  setDefaultHeaders: false,
  protocol: 'evil:',
  defaultPort: 1,
  insecureHTTPParser: true,
  httpValidation: 'insecure',
  joinDuplicateHeaders: true,
  maxHeaderSize: 1,
  uniqueHeaders: ['host'],
  _defaultAgent: {},
  options: { timeout: 1 },
  body: 'evil',
  json: { evil: true },
  form: { evil: true },
  prefixUrl: 'http://evil.example/',
  searchParams: 'evil',
  username: 'evil',
  password: 'evil',
  proxy: { url: new URL('http://evil.example/') },
  rejectUnauthorized: false,
  checkServerIdentity: () => undefined,
  secureContext: {},
  ca: 'evil',
  servername: 'evil.example',
  session: Buffer.alloc(1),
  handle: {},
  fd: 0,
  allowHalfOpen: true,
  onread: {},
  retry: { limit: 9 },
  hooks: {},
  http2: true,
  cache: new Map(),
  dnsLookup: () => {},
  isStream: false,
  strictContentLength: true,
  enableUnixSockets: true,
  copyPipedHeaders: true,
  context: { evil: true },
  handlers: [],
  order: 'ipv6first',
  hints: -1,
  all: false,
};

/** What the server saw of three requests, and the verdict on a certificate that is not trusted. */
async function observe(pollute: () => void): Promise<string[]> {
  const trusting = makeTransport({ tls: { ca: authority.cert } });
  const strict = makeTransport();
  await Promise.all([trusting.prepare(), strict.prepare()]);
  const outcome = (promise: ReturnType<typeof send>) =>
    promise.then(textOf, (error: Error) => error.constructor.name);
  pollute();
  const seen = await Promise.all([
    outcome(send(trusting, `http://127.0.0.1:${plain}/a`)),
    outcome(send(trusting, `http://localhost:${plain}/b`, { method: 'POST', body: Buffer.from('abc') })),
    outcome(send(trusting, `https://127.0.0.1:${secure}/c`)),
    outcome(send(strict, `https://127.0.0.1:${secure}/d`)),
  ]);
  await Promise.all([trusting.close(), strict.close()]);
  return seen;
}

const prototype = Object.prototype as unknown as Record<string, unknown>;

// INVARIANT: row U9: an option that is read from the prototype is an option for whoever can pollute it.
it.each(Object.keys(hostile))('a polluted Object.prototype.%s changes no byte', async (name) => {
  const clean = await observe(() => {});
  expect(clean[3]).toBe('TlsError');
  try {
    const polluted = await observe(() => {
      Object.defineProperty(prototype, name, { value: hostile[name], configurable: true, writable: true });
    });
    delete prototype[name];
    expect(polluted).toEqual(clean);
  } finally {
    delete prototype[name];
  }
  expect(isReached).toBe(false);
});

// Node's streams take the signal of the prototype for their own, got's among them.
it('with a polluted Object.prototype.signal nothing is sent', async () => {
  try {
    const polluted = await observe(() => {
      Object.defineProperty(prototype, 'signal', { value: AbortSignal.abort(), configurable: true });
    });
    expect(new Set(polluted)).toEqual(new Set(['InvalidRequestError', 'TlsError']));
  } finally {
    delete prototype['signal'];
  }
});
