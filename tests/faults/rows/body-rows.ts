import { fault, respond } from '@x/http-testing';

import type { Row } from '../row.ts';

const encoding = { error: 'ProtocolError', reason: 'encoding', retry: 'N' } as const;
const tooLarge = { error: 'ResponseTooLargeError', retry: 'N' } as const;
const small = { maxResponseBytes: 2 ** 20 };

/** Bodies that do not end, do not decode, or are more than they seem. */
export const bodyRows: readonly Row[] = [
  {
    name: 'body stall',
    scripts: [fault('bodyStall')],
    call: { timeout: { idle: 120 } },
    expected: { error: 'TimeoutError', phase: 'idle', retry: 'I', sent: 'complete', responseStarted: true },
  },
  {
    name: 'body drip for ever',
    scripts: [fault('bodyDrip')],
    call: { timeout: 350 },
    bufferedOnly: true,
    expected: { error: 'TimeoutError', phase: 'total', retry: 'N', sent: 'complete' },
  },
  {
    name: 'body drip, attempt limit',
    scripts: [fault('bodyDrip')],
    call: { timeout: { attempt: 350 } },
    bufferedOnly: true,
    expected: { error: 'TimeoutError', phase: 'attempt', retry: 'I', sent: 'complete' },
  },
  {
    name: 'endless body',
    scripts: [fault('endlessBody')],
    call: small,
    expected: { ...tooLarge, reason: 'streamed' },
  },
  {
    name: 'gzip bomb',
    scripts: [fault('gzipBomb')],
    call: small,
    expected: { ...tooLarge, reason: 'streamed' },
  },
  {
    name: 'announced too large',
    scripts: [respond(200, { body: 'x'.repeat(2_000) })],
    call: { maxResponseBytes: 1_000 },
    expected: { ...tooLarge, reason: 'declared' },
  },
  {
    name: 'gzip cut',
    scripts: [fault('gzipCut')],
    expected: { error: 'NetworkError', reason: 'truncated', retry: 'I' },
  },
  {
    name: 'broken JSON',
    scripts: [fault('brokenJson')],
    reads: 'json',
    expected: { error: 'DecodeError', retry: 'N' },
  },
  { name: 'gzip corrupt', scripts: [fault('gzipCorrupt')], expected: encoding },
  { name: 'gzip with junk behind', scripts: [fault('gzipTrailingJunk')], expected: encoding },
  { name: '20 stacked codings', scripts: [fault('stackedCodings20')], expected: encoding },
  { name: '3,100 stacked codings', scripts: [fault('stackedCodings3100')], expected: encoding },
  { name: 'unknown coding', scripts: [fault('unknownCoding')], expected: encoding },
  {
    name: 'unknown coding, raw',
    scripts: [fault('unknownCoding')],
    call: { decompress: false },
    expected: { status: 200, text: 'hello' },
  },
];
