import { fault, type FaultName, type FaultOptions } from '@x/http-testing';

import type { Expected, Row } from '../row.ts';

const overHttp2 = (name: string, script: FaultName, expected: Expected, options: FaultOptions = {}): Row => ({
  name,
  scripts: [fault(script, options)],
  tls: true,
  http2: true,
  // A connection keeps its fault: the next call is to have another.
  letsGo: true,
  expected,
});
const unprocessed = { error: 'NetworkError', reason: 'reset', retry: 'S' } as const;
const givenUp = { error: 'ProtocolError', reason: 'stream', retry: 'I' } as const;
const truncated = { error: 'NetworkError', reason: 'truncated', retry: 'I' } as const;

/** What goes wrong in HTTP/2 alone. */
export const http2Rows: readonly Row[] = [
  overHttp2('REFUSED_STREAM', 'http2RefusedStream', unprocessed),
  overHttp2('GOAWAY below the stream', 'http2GoAway', unprocessed),
  overHttp2('INTERNAL_ERROR before headers', 'http2ResetBeforeHeaders', givenUp, { code: 2 }),
  overHttp2('CANCEL before headers', 'http2ResetBeforeHeaders', givenUp, { code: 8 }),
  overHttp2('INTERNAL_ERROR mid-body', 'http2ResetMidBody', truncated, { code: 2 }),
  overHttp2('CANCEL mid-body', 'http2ResetMidBody', truncated, { code: 8 }),
  overHttp2('NO_ERROR mid-body', 'http2ResetMidBody', truncated, { code: 0 }),
  overHttp2('HTTP_1_1_REQUIRED', 'http2Http11Required', { status: 200, text: 'good' }),
];
