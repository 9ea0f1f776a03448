import { describe, expect, it } from 'vitest';

import { DecodeFailure } from '../../src/decode/decode-failure.ts';
import { parseJson } from '../../src/decode/parse-json.ts';
import { cpuTime } from '../support/cpu-time.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const typed = (contentType: string | null) => ({ header: () => contentType });
const parse = (body: Uint8Array | string, contentType: string | null = 'application/json'): unknown =>
  parseJson(typeof body === 'string' ? bytes(body) : body, typed(contentType));

function failure(body: Uint8Array | string, contentType: string | null = 'application/json'): DecodeFailure {
  try {
    parse(body, contentType);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeFailure);
    return error as DecodeFailure;
  }
  throw new Error('it was parsed');
}

describe('parseJson', () => {
  it('gives what JSON.parse gives', () => {
    expect(parse(' {"a":[1,null,"é"]} ')).toEqual({ a: [1, null, 'é'] });
    expect(parse('"text"', null)).toBe('text');
  });

  it('removes a byte-order mark', () => {
    expect(parse('\uFEFF1')).toBe(1);
  });

  it('reads the named charset', () => {
    expect(parse(new Uint8Array(Buffer.from('"é"', 'latin1')), 'application/json; charset=latin1')).toBe('é');
    expect(parse(new Uint8Array(Buffer.from('\uFEFF"é"', 'utf16le')), 'text/json; charset=utf-16')).toBe('é');
    expect(parse('"é"', 'application/json; Charset="UTF-8"; x=y')).toBe('é');
  });

  it('says of an empty body that it is empty', () => {
    expect(failure('').message).toBe('The body is empty, where JSON was expected');
  });

  it('says where the text broke off, and keeps the text to itself', () => {
    expect(failure('{"password":"hunter2"').message).toMatch(/^The body is not valid JSON at character 21$/);
    const { message, original } = failure('hunter2');
    expect(message).toBe('The body is not valid JSON');
    expect(original).toBeInstanceOf(SyntaxError);
    expect(failure('x in JSON at position 77').message).toBe('The body is not valid JSON');
  });

  it('names a media type that is not of JSON, where it may be one', () => {
    expect(failure('<p>', 'text/html; charset=utf-8').message).toMatch(/; its media type is text\/html$/);
    expect(failure('<p>', 'application/problem+json').message).toBe('The body is not valid JSON');
    expect(failure('<p>', 'x'.repeat(9_000)).message).toBe('The body is not valid JSON');
  });

  it('refuses bytes that are not in the charset, and charsets that nobody knows', () => {
    expect(failure(new Uint8Array([34, 255, 34])).message).toBe('The body is not valid utf-8');
    expect(failure('1', 'application/json; charset=klingon').message).toBe(
      'The body has an unknown charset, klingon',
    );
  });

  // INVARIANT: Object.assign and spreading a parsed body must not change the prototype of the copy.
  it.each([
    '__proto__',
    '\\u005f_proto__',
    '__proto\\u005F_',
    '__\\u0070roto__',
    '__pr\\u006fto__',
    '__pro\\u0074o__',
  ])('drops the key %s', (key) => {
    const value = parse(`{"a":1,"${key}":{"isAdmin":true},"b":[{"${key}":null,"c":2}]}`) as object;
    expect(value).toEqual({ a: 1, b: [{ c: 2 }] });
    expect(Object.getPrototypeOf(Object.assign({}, value))).toBe(Object.prototype);
  });

  it('keeps a value that only says __proto__', () => {
    expect(parse('{"key":"__proto__","constructor":1}')).toEqual({ key: '__proto__', constructor: 1 });
  });

  it('takes the last of equal keys', () => {
    expect(parse('{"a":1,"a":2}')).toEqual({ a: 2 });
  });

  it('parses what is nested without end', () => {
    expect(parse('['.repeat(500_000) + ']'.repeat(500_000))).toBeInstanceOf(Array);
  });

  it('takes no time over long header values', () => {
    const started = cpuTime();
    for (const type of [' '.repeat(65_536), 'a/'.repeat(32_768), `text/html${' '.repeat(65_536)}x`]) {
      failure('<', type);
    }
    expect(cpuTime() - started).toBeLessThan(150);
  });
});
