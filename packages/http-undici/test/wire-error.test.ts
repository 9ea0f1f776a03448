import { expect, it } from 'vitest';

import { wireError } from '../src/wire-error.ts';

const named = (name: string, message: string, code?: string): Error =>
  Object.defineProperty(Object.assign(new Error(message), code === undefined ? {} : { code }), 'name', {
    value: name,
  });

it.each<[string, Error, boolean, string]>([
  [
    'headers that are too large',
    named('HeadersOverflowError', 'x', 'UND_ERR_HEADERS_OVERFLOW'),
    false,
    'HPE_HEADER_OVERFLOW',
  ],
  [
    'lengths that differ',
    named('E', 'x', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'),
    false,
    'HPE_INVALID_CONTENT_LENGTH',
  ],
  ['a body that is too short', named('E', 'x', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'), true, 'ECONNRESET'],
  [
    'a head that is not HTTP',
    named('HTTPParserError', 'Response does not match (Invalid header)'),
    false,
    'HPE_INVALID',
  ],
  [
    'an end within a chunk',
    named('HTTPParserError', 'Response does not match (Invalid EOF state)'),
    true,
    'ECONNRESET',
  ],
  [
    'bytes that nobody asked for',
    named('SocketError', 'bad response', 'UND_ERR_SOCKET'),
    false,
    'HPE_UNEXPECTED_RESPONSE',
  ],
  [
    'an end before the head',
    named('SocketError', 'other side closed', 'UND_ERR_SOCKET'),
    false,
    'ECONNRESET',
  ],
])('%s', (_name, error, hasHead, code) => {
  expect(wireError(error, hasHead)).toMatchObject({ code });
});

it('an error of the system stays what it is', () => {
  const error = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  expect(wireError(error, true)).toBe(error);
});

it('what a parser says is the reason, as with Node', () => {
  const error = wireError(named('HTTPParserError', 'Response does not match the protocol (Bad chunk)'), true);
  expect(error).toMatchObject({ message: 'Parse Error: Bad chunk', reason: 'Bad chunk' });
});
