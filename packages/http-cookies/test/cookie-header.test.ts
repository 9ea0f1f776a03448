import { expect, it } from 'vitest';

import { cookieHeader, pairsOf } from '../src/cookie-header.ts';

const kept = (...texts: string[]) => texts.flatMap(pairsOf);

it.each([
  [[], ['a=1', 'b=2'], 'a=1; b=2'],
  [['c=3'], ['a=1', 'b=2'], 'c=3; a=1; b=2'],
  [['a=mine'], ['a=1', 'b=2'], 'a=mine; b=2'],
  [['a=mine;b=mine'], ['a=1', 'b=2', 'c=3'], 'a=mine;b=mine; c=3'],
  [['a = spaced'], ['a=1'], 'a = spaced'],
  [['token'], ['a=1'], 'token; a=1'],
  [['a=1=2'], ['a=1', 'b=2'], 'a=1=2; b=2'],
  [['a=mine'], ['a=/docs', 'a=/'], 'a=mine'],
  [['__proto__=1'], ['constructor=2'], '__proto__=1; constructor=2'],
])('the caller has %j, the jar %j: %s', (own, texts, expected) => {
  expect(cookieHeader(own, kept(...texts), 100)).toEqual({ value: expected, omitted: 0 });
});

it('never cuts the own cookies, and lets no cookie of the jar go beyond the limit', () => {
  expect(cookieHeader(['own=123456789'], kept('a=1', 'b=2'), 10)).toEqual({
    value: 'own=123456789',
    omitted: 2,
  });
  expect(cookieHeader([], kept('a=1', 'b=22', 'c=3'), 8)).toEqual({ value: 'a=1; c=3', omitted: 1 });
});

it('splits a header of any shape', () => {
  expect(pairsOf(' a=1 ;; b ;=c; d="x; y"')).toEqual([
    { name: 'a', text: 'a=1' },
    { name: '', text: 'b' },
    { name: '', text: '=c' },
    { name: 'd', text: 'd="x' },
    { name: '', text: 'y"' },
  ]);
});
