import { describe, expect, test } from 'vitest';

import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { readHeaders, readValues } from '../../src/headers/headers-input.ts';

describe('readHeaders', () => {
  test('reads records, Headers, maps and pairs', () => {
    expect([...readHeaders({ A: '1', b: 2, c: ['x', 'y'], d: null, e: undefined, f: [] })]).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['c', ['x', 'y']],
      ['d', null],
      ['f', null],
    ]);
    expect([...readHeaders(new Headers({ A: '1' }))]).toEqual([['a', '1']]);
    expect([...readHeaders(new Map([['A', '1']]))]).toEqual([['a', '1']]);
    expect([...readHeaders([['A', '1']])]).toEqual([['a', '1']]);
  });

  test('a name that comes twice, in whatever case, has both values', () => {
    expect(readHeaders({ 'X-A': '1', 'x-a': ['2', '3'] }).get('x-a')).toEqual(['1', '2', '3']);
    expect(
      readHeaders([
        ['a', '1'],
        ['A', '2'],
      ]).get('a'),
    ).toEqual(['1', '2']);
  });

  test.each([['a'], [1], [new Date()], [() => 1], [['a']], [[['a']]], [[['a', 'b', 'c']]], [['ab']]])(
    'refuses %o',
    (input) => {
      expect(() => readHeaders(input as never)).toThrow(InvalidRequestError);
    },
  );

  test('own fields only', () => {
    expect([...readHeaders(JSON.parse('{"__proto__":"a","constructor":"b"}'))]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });
});

test('readValues flattens lists of one and none', () => {
  expect(readValues('a', ['1'])).toBe('1');
  expect(readValues('a', [])).toBeNull();
  expect(readValues('a', ['1', 2])).toEqual(['1', '2']);
  expect(() => readValues('a', ['1', {}])).toThrow('headers.a must be');
});
