import { describe, expect, test } from 'vitest';

import { BytesBody } from '../../src/body/bytes-body.ts';
import { prepareBody } from '../../src/body/prepare-body.ts';
import type { PreparedBody } from '../../src/body/prepared-body.ts';
import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { applyFraming } from '../../src/headers/framing.ts';
import type { HeadersInput } from '../../src/headers/headers-input.ts';
import { RequestHeaders } from '../../src/headers/headers.ts';
import { cpuTime } from '../support/cpu-time.ts';

const five = new BytesBody(new Uint8Array(5), 'text/plain');
const stream = (): PreparedBody | undefined =>
  prepareBody({
    body: (async function* () {
      yield 'x';
    })(),
  });
const frame = (method: string, input: HeadersInput, body?: PreparedBody): [number | undefined, object] => {
  const headers = RequestHeaders.from(input);
  const { contentLength } = applyFraming(method, headers, body);
  return [contentLength, { ...headers.toRecord() }];
};

describe('applyFraming', () => {
  test('a body of known length', () => {
    expect(frame('POST', {}, five)).toEqual([5, { 'content-length': '5', 'content-type': 'text/plain' }]);
  });

  test("the caller's content type stays, a length that is right stays", () => {
    expect(frame('PUT', { 'Content-Type': 'a/b', 'Content-Length': 5 }, five)).toEqual([
      5,
      { 'content-length': '5', 'content-type': 'a/b' },
    ]);
    expect(frame('PUT', { 'content-length': '005' }, five)[1]).toMatchObject({ 'content-length': '5' });
  });

  test('a form keeps its boundary against a default content type', () => {
    const form = new FormData();
    form.set('a', 'b');
    const [, headers] = frame('POST', { 'content-type': 'application/json' }, prepareBody({ body: form }));
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^multipart\/form-data; boundary=/),
    });
  });

  test('a stream goes out chunked unless the caller knows its length', () => {
    expect(frame('POST', {}, stream())).toEqual([undefined, {}]);
    expect(frame('POST', { 'content-length': '1' }, stream())).toEqual([1, { 'content-length': '1' }]);
  });

  test.each([
    ['POST', { 'content-length': '0' }],
    ['PUT', { 'content-length': '0' }],
    ['PATCH', { 'content-length': '0' }],
    ['GET', {}],
    ['HEAD', {}],
    ['DELETE', {}],
    ['OPTIONS', {}],
  ])('%s without a body says %o', (method, headers) => {
    expect(frame(method, {})).toEqual([undefined, headers]);
    expect(frame(method, { 'content-length': '0' })).toEqual([undefined, headers]);
  });

  test.each(['GET', 'HEAD'])('refuses a body with %s', (method) => {
    expect(() => frame(method, {}, five)).toThrow(`body cannot go with ${method}`);
  });

  test.each<[string, HeadersInput]>([
    ['a length that is not the body’s', { 'content-length': '6' }],
    ['a length twice', { 'content-length': ['5', '5'] }],
    ['a length twice in different case', { 'content-length': '5', 'Content-Length': '5' }],
    ['a list in one length', { 'content-length': '5, 5' }],
    ['a signed length', { 'content-length': '+5' }],
    ['a negative length', { 'content-length': -5 }],
    ['a fraction', { 'content-length': '5.0' }],
    ['a hexadecimal length', { 'content-length': '0x5' }],
    ['an empty length', { 'content-length': '' }],
    ['a huge length', { 'content-length': '9'.repeat(400) }],
    ['length and transfer-encoding', { 'content-length': '5', 'transfer-encoding': 'chunked' }],
    ['transfer-encoding', { 'Transfer-Encoding': 'chunked' }],
    ['two transfer codings', { 'transfer-encoding': 'chunked, identity' }],
    ['connection: content-length', { connection: 'content-length' }],
    ['connection: upgrade', { connection: 'Upgrade' }],
    ['connection twice', { connection: ['close', 'keep-alive'] }],
    ['an empty connection', { connection: '' }],
    ['upgrade', { upgrade: 'websocket' }],
    ['te', { te: 'gzip' }],
    ['te with more than trailers', { te: 'trailers, deflate' }],
    ['keep-alive', { 'keep-alive': 'timeout=5' }],
    ['proxy-connection', { 'Proxy-Connection': 'keep-alive' }],
    ['http2-settings', { 'HTTP2-Settings': 'x' }],
    ['trailer', { trailer: 'x-a' }],
    ['expect', { expect: '100-continue' }],
    ['host with a path', { host: 'a/b' }],
    ['host with userinfo', { host: 'u@a' }],
    ['two hosts', { host: ['a', 'b'] }],
    ['an empty host', { host: '' }],
    ['host with a space', { host: 'a b' }],
  ])('refuses %s', (_name, headers) => {
    expect(() => frame('POST', headers, five)).toThrow(InvalidRequestError);
  });

  test('refuses a length where there is no body', () => {
    expect(() => frame('GET', { 'content-length': '5' })).toThrow(
      'headers.content-length says 5 bytes, the body has 0',
    );
  });

  test('looks again at headers that were found to fit, once they are changed or go with a body', () => {
    const headers = RequestHeaders.from({ a: '1' });
    applyFraming('GET', headers, undefined);
    const changed = headers.clone();
    changed.set('transfer-encoding', 'chunked');
    expect(() => applyFraming('GET', changed, undefined)).toThrow(InvalidRequestError);
    expect(() => applyFraming('GET', headers, five)).toThrow('body cannot go with GET');
    expect(applyFraming('PUT', headers.clone(), five)).toEqual({ contentLength: 5 });
    const announced = headers.clone();
    applyFraming('POST', announced, undefined);
    expect([announced.get('content-length'), headers.has('content-length')]).toEqual(['0', false]);
  });

  test.each<[HeadersInput]>([
    [{ connection: 'close' }],
    [{ connection: 'Keep-Alive' }],
    [{ te: 'Trailers' }],
    [{ host: 'a.example' }],
    [{ host: 'a.example:8080' }],
    [{ host: '[::1]:80' }],
  ])('allows %o', (headers) => {
    expect(() => frame('POST', headers, five)).not.toThrow();
  });

  test('a type that is no header value is refused', () => {
    expect(() => frame('POST', {}, new BytesBody(new Uint8Array(1), 'a/b\r\nx: y'))).toThrow(
      InvalidRequestError,
    );
  });

  test.each(['a', '.', ':', '[', '1'])('a host of 64 KiB of %o takes less than 50 ms', (unit) => {
    const headers = RequestHeaders.from({ host: `${unit.repeat(65_536)}/` });
    const start = cpuTime();
    expect(() => applyFraming('GET', headers, undefined)).toThrow(InvalidRequestError);
    expect(cpuTime() - start).toBeLessThan(50);
  });
});
