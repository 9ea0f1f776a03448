import type { WireRequest } from '@x/http-core';
import { expect, it } from 'vitest';

import { fieldsOf, requestHeaders } from '../../src/http2/http2-headers.ts';

function headersOf(headers: WireRequest['headers'], url = 'https://api.test/a?b=c') {
  const request = { method: 'GET', url: new URL(url), headers };
  return { ...requestHeaders(request as unknown as WireRequest) };
}

const pseudo = { ':method': 'GET', ':scheme': 'https', ':authority': 'api.test', ':path': '/a?b=c' };

it('puts the request line into pseudo-headers, ahead of the others', () => {
  expect(headersOf({ accept: 'a', 'x-two': ['b', 'c'] })).toEqual({
    ...pseudo,
    accept: 'a',
    'x-two': ['b', 'c'],
  });
  expect(Object.keys(headersOf({ accept: 'a' })).slice(0, 4)).toEqual(Object.keys(pseudo));
  expect(headersOf({}, 'https://[::1]:8443')).toMatchObject({ ':authority': '[::1]:8443', ':path': '/' });
});

it('takes the authority from the host that the caller wants', () => {
  expect(headersOf({ host: 'other.test' })).toEqual({ ...pseudo, ':authority': 'other.test' });
});

it('leaves out what belongs to a connection of HTTP/1.1', () => {
  const connection = { connection: 'close', 'keep-alive': 'timeout=5', 'transfer-encoding': 'chunked' };
  const rest = { upgrade: 'h2c', 'proxy-connection': 'close', 'http2-settings': 'AAM' };
  expect(headersOf({ ...connection, ...rest })).toEqual(pseudo);
});

it('lets te say trailers and nothing else', () => {
  expect(headersOf({ te: 'gzip, Trailers' })).toEqual({ ...pseudo, te: 'trailers' });
  expect(headersOf({ te: 'gzip' })).toEqual(pseudo);
});

it('has no prototype that could add to them', () => {
  const request = { method: 'GET', url: new URL('https://api.test'), headers: {} };
  expect(Object.getPrototypeOf(requestHeaders(request as unknown as WireRequest))).toBeNull();
});

it('tells the fields of a response from its status', () => {
  expect(fieldsOf([':status', '200', 'a', 'b', 'a', 'c'])).toEqual(['a', 'b', 'a', 'c']);
  expect(fieldsOf(['a', 'b'])).toEqual(['a', 'b']);
});
