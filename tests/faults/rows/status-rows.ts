import { type AnyScript, fault } from '@x/http-testing';

import type { Row } from '../row.ts';

const upload = Buffer.alloc(20 * 2 ** 20, 'x');
const tooLarge = { error: 'ClientStatusError', status: 413, retry: 'N' } as const;

/** Statuses and redirects that a client can go wrong on. */
export const statusRows: readonly Row[] = [
  {
    name: 'redirect with an endless body',
    scripts: [fault('redirectEndlessBody')],
    expected: { status: 200, text: 'good' },
  },
  {
    name: 'redirect loop',
    scripts: Array<AnyScript>(11).fill(fault('redirectLoop')),
    sends: 11,
    expected: { error: 'TooManyRedirectsError', retry: 'N' },
  },
  {
    name: 'two locations',
    scripts: [fault('twoLocations')],
    expected: { error: 'RedirectError', reason: 'conflict', retry: 'N' },
  },
  {
    name: 'early 413 and FIN during an upload',
    scripts: [fault('earlyRefusal413Fin')],
    method: 'POST',
    call: { body: upload },
    expected: tooLarge,
  },
  {
    name: 'early 413 and RST during an upload',
    scripts: [fault('earlyRefusal413Rst')],
    method: 'POST',
    call: { body: upload },
    expected: tooLarge,
  },
  {
    name: '417 to a client that expects 100-continue',
    scripts: [fault('expect417', { body: 'good' })],
    method: 'POST',
    call: { body: 'hello', headers: { expect: '100-continue' } },
    sends: 0,
    expected: { error: 'InvalidRequestError', retry: 'N' },
  },
  ...[
    '0',
    '1',
    '-1',
    '1e11',
    '0x10',
    '1.5',
    'Infinity',
    'NaN',
    '',
    'Fri, 31 Dec 9999 23:59:59 GMT',
    'soon',
  ].map((value): Row => ({
    name: `503 with Retry-After: ${value === '' ? 'nothing' : value}`,
    scripts: [fault('retryAfter', { value })],
    routes: ['direct'],
    expected: { error: 'ServiceUnavailableError', status: 503, retry: 'N' },
  })),
];
