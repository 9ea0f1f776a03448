import { runInNewContext } from 'node:vm';

import { describe, expect, test } from 'vitest';

import { prepareSource } from '../../src/body/prepare-source.ts';
import { readBody } from '../support/read-body.ts';

describe('prepareSource', () => {
  test.each<[string, unknown, string | undefined, number | undefined, string]>([
    ['a string', 'é', 'text/plain;charset=UTF-8', 2, 'é'],
    ['an empty string', '', 'text/plain;charset=UTF-8', 0, ''],
    ['bytes', Buffer.from('abc'), undefined, 3, 'abc'],
    [
      'a DataView',
      new DataView(Buffer.from('abc').buffer, Buffer.from('abc').byteOffset, 0),
      undefined,
      0,
      '',
    ],
    ['an ArrayBuffer', new Uint8Array([97, 98]).buffer, undefined, 2, 'ab'],
    ['other elements', new Uint16Array([0x6261]), undefined, 2, 'ab'],
    [
      'a URLSearchParams',
      new URLSearchParams({ a: 'b c' }),
      'application/x-www-form-urlencoded;charset=UTF-8',
      5,
      'a=b+c',
    ],
    ['a Blob', new Blob(['abc'], { type: 'a/b' }), 'a/b', 3, 'abc'],
    ['a Blob without type', new Blob(['abc']), undefined, 3, 'abc'],
    ['a File', new File(['abc'], 'x', { type: 'a/b' }), 'a/b', 3, 'abc'],
  ])('%s', async (_name, value, contentType, contentLength, text) => {
    const body = prepareSource(value);
    expect(body).toMatchObject({ isReplayable: true, contentType, contentLength });
    expect(await readBody(body)).toBe(text);
    expect(await readBody(body)).toBe(text);
    body.destroy(new Error('over'));
    expect(await readBody(body)).toBe(text);
  });

  test('bytes are never copied, a small view on a large buffer is sent as the view', () => {
    const large = new Uint8Array(1024);
    const view = large.subarray(10, 12);
    expect(prepareSource(view).open()).toBe(view);
    const words = new Uint16Array(large.buffer, 10, 1);
    const opened = prepareSource(words).open() as Uint8Array;
    expect([opened.buffer, opened.byteOffset, opened.byteLength]).toEqual([large.buffer, 10, 2]);
    expect((prepareSource(large.buffer).open() as Uint8Array).buffer).toBe(large.buffer);
  });

  test('a buffer that was transferred is refused, not sent empty', () => {
    const bytes = new Uint8Array(4);
    structuredClone(bytes, { transfer: [bytes.buffer] });
    expect(() => prepareSource(bytes)).toThrow('transferred');
    expect(() => prepareSource(bytes.buffer)).toThrow('transferred');
  });

  test('a buffer that is transferred before it is sent is refused then', () => {
    const bytes = new Uint8Array(4);
    const body = prepareSource(bytes);
    structuredClone(bytes, { transfer: [bytes.buffer] });
    expect(() => body.open()).toThrow('body has 0 bytes where 4 were announced');
  });

  test('objects of another realm', () => {
    expect(prepareSource(runInNewContext('new Uint8Array([1, 2])')).contentLength).toBe(2);
    expect(prepareSource(runInNewContext('new ArrayBuffer(3)')).contentLength).toBe(3);
  });

  test('the npm package form-data is not taken for a FormData', () => {
    const legacy = { [Symbol.toStringTag]: 'FormData', pipe() {}, on() {}, destroy() {} };
    expect(() => prepareSource(legacy)).toThrow(/^body must be /);
  });
});
