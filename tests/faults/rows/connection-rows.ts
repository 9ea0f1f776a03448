import { fault } from '@x/http-testing';

import type { Row } from '../row.ts';

const reset = { error: 'NetworkError', reason: 'reset', retry: 'I', sent: 'complete' } as const;
// More than the buffers of all systems and proxies on the way.
const upload = Buffer.alloc(64 * 2 ** 20, 'x');
const short = { connect: 120 };

/** Connections that cannot be made, or break before an answer. */
export const connectionRows: readonly Row[] = [
  {
    name: 'refused',
    hole: 'closed',
    routes: ['direct'],
    expected: { error: 'NetworkError', reason: 'refused', retry: 'S', sent: 'none' },
  },
  {
    name: 'SYN black hole',
    hole: 'black',
    routes: ['direct'],
    client: { timeout: short },
    expected: { error: 'TimeoutError', phase: 'connect', retry: 'S', sent: 'none' },
  },
  {
    name: 'NXDOMAIN',
    routes: ['direct'],
    client: { baseUrl: 'http://nowhere.test' },
    lookup: (_name, _options, callback) =>
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []),
    expected: { error: 'NetworkError', reason: 'dns', retry: 'N', sent: 'none' },
  },
  {
    name: 'DNS that may work later',
    routes: ['direct'],
    client: { baseUrl: 'http://nowhere.test' },
    lookup: (_name, _options, callback) =>
      callback(Object.assign(new Error('try again'), { code: 'EAI_AGAIN' }), []),
    expected: { error: 'NetworkError', reason: 'dns', retry: 'S', sent: 'none' },
  },
  {
    name: 'DNS stall',
    routes: ['direct'],
    client: { baseUrl: 'http://nowhere.test', timeout: short },
    lookup: () => {},
    expected: { error: 'TimeoutError', phase: 'dns', retry: 'S', sent: 'none' },
  },
  {
    name: 'slow accept',
    scripts: [fault('slowAccept', { interval: 50 })],
    expected: { status: 200, text: 'hello' },
  },
  {
    name: 'reset at once',
    scripts: [fault('resetAtOnce')],
    routes: ['direct'],
    // It is a race whether anything was sent by then.
    expected: { error: 'NetworkError', reason: 'reset' },
  },
  {
    name: 'FIN at once',
    scripts: [fault('finAtOnce')],
    routes: ['direct'],
    expected: { error: 'NetworkError', reason: 'reset' },
  },
  { name: 'reset before headers', scripts: [fault('resetBeforeHeaders')], expected: reset },
  { name: 'FIN before headers', scripts: [fault('finBeforeHeaders')], expected: reset },
  {
    name: 'reset before headers, POST',
    scripts: [fault('resetBeforeHeaders')],
    method: 'POST',
    call: { body: 'hello' },
    expected: reset,
  },
  {
    name: 'stale keep-alive, reset, GET: the one silent retry',
    scripts: [fault('staleKeepAliveReset')],
    before: 1,
    sends: 2,
    expected: { status: 200, text: 'good' },
  },
  {
    name: 'stale keep-alive, FIN, GET: the one silent retry',
    scripts: [fault('staleKeepAliveFin')],
    before: 1,
    sends: 2,
    expected: { status: 200, text: 'good' },
  },
  {
    name: 'stale keep-alive twice: the silent retry is one',
    scripts: [fault('staleKeepAliveReset'), fault('resetBeforeHeaders')],
    before: 1,
    sends: 2,
    expected: { ...reset, reused: false },
  },
  {
    name: 'stale keep-alive, POST',
    scripts: [fault('staleKeepAliveReset')],
    // No POST goes out on a connection that an HTTP proxy has forwarded on before.
    routes: ['direct', 'HTTP proxy, TLS', 'SOCKS proxy'],
    before: 1,
    method: 'POST',
    call: { body: 'hello' },
    expected: { ...reset, reused: true },
  },
  {
    name: 'reset mid headers',
    scripts: [fault('resetMidHeaders')],
    expected: { ...reset, responseStarted: true },
  },
  {
    name: 'FIN mid headers',
    scripts: [fault('finMidHeaders')],
    expected: { ...reset, responseStarted: true },
  },
  {
    name: 'upload that nobody reads',
    scripts: [fault('uploadStall')],
    method: 'PUT',
    call: { body: upload, timeout: { idle: 120 } },
    letsGo: true,
    expected: { error: 'TimeoutError', phase: 'upload', retry: 'I', sent: 'partial' },
  },
  {
    name: 'reset during upload',
    scripts: [fault('resetDuringUpload')],
    method: 'PUT',
    call: { body: upload },
    expected: { error: 'NetworkError', reason: 'reset', retry: 'I', sent: 'partial' },
  },
];
