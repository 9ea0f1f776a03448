import { fault, type FaultName, respond } from '@x/http-testing';

import type { Row } from '../row.ts';

const framing = {
  error: 'ProtocolError',
  reason: 'framing',
  retry: 'N',
  sent: 'complete',
  responseStarted: true,
} as const;
const headers = { ...framing, reason: 'headers' } as const;
const hello = { status: 200, text: 'hello' } as const;
const refused = (name: string, script: FaultName): Row => ({
  name,
  scripts: [fault(script)],
  expected: framing,
});
const limit = { headers: 120 };

/** Heads that are late, hostile or odd. */
export const headRows: readonly Row[] = [
  {
    name: 'headers stall',
    scripts: [fault('headersStall')],
    call: { timeout: limit },
    expected: {
      error: 'TimeoutError',
      phase: 'headers',
      retry: 'I',
      sent: 'complete',
      responseStarted: false,
    },
  },
  {
    name: 'headers drip',
    scripts: [fault('headersDrip')],
    call: { timeout: limit },
    expected: {
      error: 'TimeoutError',
      phase: 'headers',
      retry: 'I',
      sent: 'complete',
      responseStarted: true,
    },
  },
  {
    name: 'headers stall, attempt limit',
    scripts: [fault('headersStall')],
    call: { timeout: { attempt: 350 } },
    expected: { error: 'TimeoutError', phase: 'attempt', retry: 'I', sent: 'complete' },
  },
  {
    name: 'headers stall, deadline',
    scripts: [fault('headersStall')],
    call: { timeout: 350 },
    expected: { error: 'TimeoutError', phase: 'total', retry: 'N', sent: 'complete' },
  },
  { name: 'header of 20 KB', scripts: [fault('hugeHeader20KB')], expected: headers },
  { name: 'header of 1 MB', scripts: [fault('hugeHeader1MB')], expected: headers },
  { name: '3,000 headers', scripts: [fault('manyHeaders3000')], expected: headers },
  { name: 'endless headers', scripts: [fault('endlessHeaders')], expected: headers },
  refused('bare LF', 'bareLf'),
  refused('bare CR', 'bareCr'),
  refused('NUL in a header', 'nulInHeader'),
  refused('folded header', 'foldedHeader'),
  refused('space before the colon', 'spaceBeforeColon'),
  refused('not HTTP', 'notHttp'),
  { name: '__proto__ as a header', scripts: [fault('prototypeHeader')], expected: hello },
  { name: 'status 999', scripts: [fault('status999')], expected: { status: 999, text: 'hello' } },
  { name: 'HTTP/2.0 on HTTP/1.1', scripts: [fault('http2Version')], expected: hello },
  { name: '100 unasked', scripts: [fault('unasked100')], expected: hello },
  { name: '103', scripts: [fault('early103')], expected: hello },
  { name: '200,000 times 102', scripts: [fault('flood102')], expected: framing },
  {
    name: '101 unasked',
    scripts: [fault('unasked101')],
    expected: { ...framing, reason: 'upgrade' },
  },
  {
    name: 'HEAD with a length',
    scripts: [respond(200, { body: 'hello' })],
    method: 'HEAD',
    expected: { status: 200, text: '' },
  },
];
