import { fault } from '@x/http-testing';

import type { Row } from '../row.ts';

const upload = Buffer.alloc(64 * 2 ** 20, 'x');
const aborted = { abortAfter: 60, expected: { aborted: true } } as const;

/** A call that is aborted, by what it was waiting for. */
export const abortRows: readonly Row[] = [
  {
    name: 'abort before the call',
    abortAfter: 0,
    sends: 0,
    expected: { aborted: true },
  },
  {
    name: 'abort in DNS',
    routes: ['direct'],
    client: { baseUrl: 'http://nowhere.test' },
    lookup: () => {},
    ...aborted,
  },
  { name: 'abort in connect', hole: 'black', routes: ['direct'], ...aborted },
  { name: 'abort in TLS', scripts: [fault('tlsStall')], tls: true, ...aborted },
  {
    name: 'abort in CONNECT',
    proxy: { scheme: 'http', script: fault('proxyHang') },
    tls: true,
    routes: ['direct'],
    ...aborted,
  },
  {
    name: 'abort in SOCKS',
    proxy: { scheme: 'socks5', script: fault('socksHang') },
    routes: ['direct'],
    ...aborted,
  },
  { name: 'abort in headers', scripts: [fault('headersStall')], ...aborted },
  { name: 'abort in headers that drip', scripts: [fault('headersDrip')], ...aborted },
  { name: 'abort in body', scripts: [fault('bodyStall')], ...aborted },
  { name: 'abort in a body that drips', scripts: [fault('bodyDrip')], ...aborted },
  {
    name: 'abort in upload',
    scripts: [fault('uploadStall')],
    method: 'PUT',
    call: { body: upload },
    letsGo: true,
    ...aborted,
  },
];
