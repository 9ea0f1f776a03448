import { expect, it } from 'vitest';

import { jsonDifference } from '../../src/mock/json-difference.ts';

it.each([
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, undefined],
  [{ a: 1, b: undefined }, { a: 1 }, undefined],
  [{ a: { b: [1, { c: 'x' }] } }, { a: { b: [1, { c: 'y' }] } }, '$.a.b[1].c'],
  [{ a: 1 }, { a: 1, b: 2 }, '$.b'],
  [{ a: 1, b: 2 }, { a: 1 }, '$.b'],
  [[1, 2], [1], '$[1]'],
  [[1], [1, 2], '$[1]'],
  [[1], { 0: 1 }, '$'],
  [{ 0: 1 }, [1], '$'],
  [null, {}, '$'],
  [{}, null, '$'],
  [1, '1', '$'],
  [{ id: /^\d+$/ }, { id: '17' }, undefined],
  [{ id: /^\d+$/ }, { id: 'x' }, '$.id'],
  [{ id: /^\d+$/ }, { id: 17 }, '$.id'],
  [{ age: (age: unknown) => Number(age) > 17 }, { age: 18 }, undefined],
  [{ age: (age: unknown) => Number(age) > 17 }, { age: 17 }, '$.age'],
  [JSON.parse('{"__proto__":1}'), {}, '$.__proto__'],
])('%j and %j differ at %s', (expected, actual, at) => {
  expect(jsonDifference(expected, actual)).toBe(at);
});
