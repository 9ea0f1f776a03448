import { expect, test } from 'vitest';

import { classify } from '../src/classify.ts';
import {
  BulkheadFullError,
  ClientClosedError,
  CircuitOpenError,
  ConfigurationError,
  DecodeError,
  InterceptorError,
  InvalidRequestError,
  NetworkError,
  ProtocolError,
  ProxyError,
  RedirectError,
  ResponseTooLargeError,
  statusErrorFor,
  TimeoutError,
  TlsError,
} from '../src/errors/index.ts';
import { RequestHeaders } from '../src/headers/headers.ts';
import { HttpRequest } from '../src/request.ts';
import { localResponse } from '../src/response/local-response.ts';

const request = new HttpRequest('GET', 'http://a.test/', new RequestHeaders(), undefined, undefined);
const response = (status: number) => localResponse(request, [], { status });
const sentAll = { sent: 'complete' } as const;

// The column "retriable" of the fault matrix: S safe, I idempotent, N never.
test.each([
  ['refused', new NetworkError('refused', 'x', { sent: 'none' }), 'network', true, 'safe'],
  ['unreachable', new NetworkError('unreachable', 'x', { sent: 'none' }), 'network', true, 'safe'],
  [
    'no such name',
    new NetworkError('dns', 'x', { sent: 'none', retryable: false }),
    'network',
    true,
    'never',
  ],
  ['name server busy', new NetworkError('dns', 'x', { sent: 'none' }), 'network', true, 'safe'],
  ['name look-up stalled', new TimeoutError('dns', 1), 'timeout', true, 'safe'],
  ['black hole', new TimeoutError('connect', 1), 'timeout', true, 'safe'],
  ['certificate', new TlsError('x', { sent: 'none' } as never), 'protocol', true, 'never'],
  ['TLS stalled', new TimeoutError('tls', 1), 'timeout', true, 'safe'],
  ['reset before headers', new NetworkError('reset', 'x', sentAll), 'network', true, 'idempotent'],
  ['declared unprocessed', new NetworkError('reset', 'x', { sent: 'none' }), 'network', true, 'safe'],
  ['headers stalled', new TimeoutError('headers', 1), 'timeout', true, 'idempotent'],
  ['upload stalled', new TimeoutError('upload', 1), 'timeout', true, 'idempotent'],
  ['body stalled', new TimeoutError('idle', 1), 'timeout', true, 'idempotent'],
  ['attempt over', new TimeoutError('attempt', 1), 'timeout', true, 'idempotent'],
  ['all time over', new TimeoutError('total', 1), 'timeout', true, 'never'],
  ['pool full', new TimeoutError('pool', 1), 'timeout', true, 'never'],
  ['cut short', new NetworkError('truncated', 'x', sentAll), 'network', true, 'idempotent'],
  ['stream reset', new ProtocolError('stream', 'x', sentAll), 'protocol', true, 'idempotent'],
  ['malformed', new ProtocolError('framing', 'x', sentAll), 'protocol', true, 'never'],
  ['too large', new ResponseTooLargeError('streamed', 5), 'policy', false, 'never'],
  ['proxy refused', new ProxyError('x'), 'network', true, 'safe'],
  ['proxy 407', new ProxyError('x', { proxyStatus: 407 }), 'network', true, 'never'],
  ['proxy 502', new ProxyError('x', { proxyStatus: 502 }), 'network', true, 'idempotent'],
  ['proxy hangs', new TimeoutError('proxy', 1), 'timeout', true, 'safe'],
  ['redirect', new RedirectError('scheme', 'x'), 'policy', false, 'never'],
  [
    'not decoded',
    new DecodeError('x', { response: response(200), schema: 1, original: 1, request }),
    'policy',
    false,
    'never',
  ],
  ['interceptor', new InterceptorError('request'), 'policy', false, 'never'],
  ['bad request', new InvalidRequestError('x'), 'policy', false, 'never'],
  ['bad client', new ConfigurationError('x'), 'policy', false, 'never'],
  ['closed', new ClientClosedError('x'), 'policy', false, 'never'],
  ['open circuit', new CircuitOpenError({ key: 'a' }), 'policy', false, 'never'],
  ['full bulkhead', new BulkheadFullError({ maxConcurrent: 5 }), 'policy', false, 'never'],
  ['abort', new DOMException('x', 'AbortError'), 'aborted', false, 'never'],
  ['abort with a string', 'stop', 'aborted', false, 'never'],
  ['abort with nothing', undefined, 'aborted', false, 'never'],
] as const)('%s', (_, outcome, kind, isFailure, retry) => {
  expect(classify(outcome)).toMatchObject({ kind, isFailure, retry, status: undefined });
});

test.each([
  [200, 'success', false],
  [204, 'success', false],
  [101, 'success', false],
  [302, 'success', false],
  [399, 'success', false],
  [400, 'client-status', false],
  [429, 'client-status', false],
  [499, 'client-status', false],
  [500, 'server-status', true],
  [599, 'server-status', true],
  [600, 'success', false],
  [999, 'success', false],
] as const)('status %i, as a response and as an error alike', (status, kind, isFailure) => {
  const expected = { kind, isFailure, status, retry: 'never', isStale: false };
  expect(classify(response(status))).toEqual(expected);
  if (status >= 400 && status <= 599) expect(classify(statusErrorFor(response(status)))).toEqual(expected);
});

test('stale is only a reset of a reused socket before any byte of an answer', () => {
  const isStale = (reason: 'reset' | 'truncated' | 'refused', details: object) =>
    classify(new NetworkError(reason, 'x', details)).isStale;
  expect(isStale('reset', { reused: true })).toBe(true);
  expect(isStale('reset', { reused: true, responseStarted: true })).toBe(false);
  expect(isStale('reset', { reused: false })).toBe(false);
  expect(isStale('reset', {})).toBe(false);
  expect(isStale('truncated', { reused: true })).toBe(false);
  expect(isStale('refused', { reused: true })).toBe(false);
});
