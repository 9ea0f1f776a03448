import { inspect } from 'node:util';

import { describe, expect, test } from 'vitest';

import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { RequestHeaders, mergeHeaders } from '../../src/headers/headers.ts';

describe('RequestHeaders', () => {
  test('names are found in any case, values trimmed', () => {
    const headers = RequestHeaders.from({ 'X-A': ' 1 ' });
    expect(headers.get('x-a')).toBe('1');
    expect(headers.get('X-A')).toBe('1');
    expect(headers.has('X-a')).toBe(true);
    expect(headers.get('b')).toBeNull();
    expect(headers.getAll('b')).toEqual([]);
  });

  test('set replaces, append adds, delete removes, an empty list removes', () => {
    const headers = new RequestHeaders();
    headers.set('A', '1');
    headers.append('a', 2);
    expect(headers.getAll('a')).toEqual(['1', '2']);
    expect(headers.get('a')).toBe('1, 2');
    headers.set('a', ['3']);
    expect(headers.get('a')).toBe('3');
    headers.delete('A');
    expect(headers.has('a')).toBe(false);
    headers.set('b', ['1', '2']);
    headers.set('b', []);
    expect(headers.names()).toEqual([]);
  });

  test('cookie values are joined as cookies', () => {
    expect(RequestHeaders.from({ cookie: ['a=1', 'b=2'] }).get('Cookie')).toBe('a=1; b=2');
  });

  test('is iterated as one pair for each value', () => {
    expect([...RequestHeaders.from({ a: '1', b: ['2', '3'] })]).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['b', '3'],
    ]);
  });

  test('from copies another instance', () => {
    const first = RequestHeaders.from({ a: '1' });
    const second = RequestHeaders.from(first);
    second.set('a', '2');
    expect(first.get('a')).toBe('1');
    expect(RequestHeaders.from(undefined).names()).toEqual([]);
  });

  test('a record that several owners have in common cannot be changed by who reads it', () => {
    const original = RequestHeaders.from({ a: '1' });
    const early = original.toRecord();
    const clone = original.clone();
    expect(clone.toRecord()).toBe(early);
    expect(Object.isFrozen(early)).toBe(true);
    clone.set('a', '2');
    const again = clone.clone();
    expect(Object.isFrozen(again.toRecord())).toBe(true);
    expect([early, clone.toRecord()]).toEqual([{ a: '1' }, { a: '2' }]);
  });

  test('what is known of their framing is known of clones, until one is changed', () => {
    const original = RequestHeaders.from({ a: '1' });
    const clone = original.clone();
    clone.markFramed();
    expect(original.isFramed).toBe(true);
    clone.set('b', '1');
    expect([original.isFramed, clone.isFramed]).toEqual([true, false]);
    clone.markFramed();
    clone.delete('b');
    expect(clone.isFramed).toBe(false);
  });

  test('a clone and its original change apart, whichever changes first', () => {
    for (const changeOriginal of [true, false]) {
      const original = RequestHeaders.from({ a: '1', b: ['1', '2'] });
      const record = original.toRecord();
      const clone = original.clone();
      const [changed, kept] = changeOriginal ? [original, clone] : [clone, original];
      changed.set('a', '9');
      changed.append('b', '3');
      changed.delete('b');
      changed.set('c', '1');
      expect(kept.toRecord()).toEqual({ a: '1', b: ['1', '2'] });
      expect(record).toEqual({ a: '1', b: ['1', '2'] });
      expect(changed.toRecord()).toEqual({ a: '9', c: '1' });
    }
  });

  test('toRecord has a null prototype and is made once per change', () => {
    const headers = RequestHeaders.from({ a: '1' });
    const record = headers.toRecord();
    expect(Object.getPrototypeOf(record)).toBeNull();
    expect(headers.toRecord()).toBe(record);
    expect(headers.clone().toRecord()).toBe(record);
    expect(Object.isFrozen(record)).toBe(true);
    headers.set('b', '2');
    expect(headers.toRecord()).not.toBe(record);
    expect(record).not.toHaveProperty('b');
  });

  test('__proto__ and constructor are names like others', () => {
    const headers = RequestHeaders.from(JSON.parse('{"__proto__":"a","constructor":"b"}'));
    expect(headers.get('__proto__')).toBe('a');
    expect(headers.get('constructor')).toBe('b');
    expect(new RequestHeaders().get('__proto__')).toBeNull();
    expect(new RequestHeaders().has('constructor')).toBe(false);
    expect(Object.keys(headers.toRecord())).toEqual(['__proto__', 'constructor']);
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });

  test('refuses what could not stand on one line', () => {
    const headers = new RequestHeaders();
    expect(() => headers.set('a\n', 'x')).toThrow(InvalidRequestError);
    expect(() => headers.set('a', 'x\ny')).toThrow(InvalidRequestError);
    expect(() => headers.append('a', 'x\ny')).toThrow(InvalidRequestError);
    expect(() => headers.set('a', ['x', 'y\0'])).toThrow(InvalidRequestError);
    expect(headers.names()).toEqual([]);
  });

  test('shows no value when printed', () => {
    const headers = RequestHeaders.from({ authorization: 'Bearer s3cret' });
    headers.toRecord();
    expect(inspect(headers, { depth: 9, showHidden: true })).not.toContain('s3cret');
    expect(JSON.stringify(headers)).not.toContain('s3cret');
  });
});

describe('mergeHeaders', () => {
  const client = RequestHeaders.from({ a: '1', b: ['1', '2'], c: '3' });

  test("a call's name replaces the whole list, undefined inherits, null removes", () => {
    const merged = mergeHeaders(client, { A: undefined, B: '9', c: null, d: ['x', 'y'] });
    expect(merged.toRecord()).toEqual({ a: '1', b: '9', d: ['x', 'y'] });
    expect(client.toRecord()).toEqual({ a: '1', b: ['1', '2'], c: '3' });
  });

  test('takes each side alone', () => {
    expect(mergeHeaders(undefined, { a: '1' }).toRecord()).toEqual({ a: '1' });
    expect(mergeHeaders(client, undefined).toRecord()).toEqual(client.toRecord());
    expect(mergeHeaders(client, RequestHeaders.from({ b: ['8', '9'] })).getAll('b')).toEqual(['8', '9']);
    expect(mergeHeaders(undefined, undefined).names()).toEqual([]);
  });

  test('nothing is copied for a call without headers', () => {
    client.toRecord();
    expect(mergeHeaders(client, undefined).toRecord()).toBe(client.toRecord());
  });
});
