import { Type } from 'typebox';
import { Compile } from 'typebox/schema';
import { expect, it } from 'vitest';

import { toIssues } from '../src/to-issues.ts';
import type { TypeBoxSchema } from '../src/type-box-schema.ts';

function issuesOf(schema: TypeBoxSchema, value: unknown) {
  return toIssues(Compile(schema).Errors(value)[1], value);
}

it('splits a list of missing properties', () => {
  const schema = Type.Object({ a: Type.Object({ b: Type.String(), c: Type.String() }) });
  expect(issuesOf(schema, { a: {} })).toEqual([
    { path: ['a', 'b'], message: 'is required' },
    { path: ['a', 'c'], message: 'is required' },
  ]);
});

it('tells indexes from keys, and unescapes keys', () => {
  const schema = Type.Record(Type.String(), Type.Array(Type.Number()));
  expect(issuesOf(schema, { '0': [1, 'x'] })[0]?.path).toEqual(['0', 1]);
  expect(issuesOf(schema, { 'a/b~c': ['x'] })[0]?.path).toEqual(['a/b~c', 0]);
  expect(issuesOf(schema, { '': ['x'] })[0]?.path).toEqual(['', 0]);
});

it.each([
  [Type.Number(), 'number'],
  [Type.Literal(5), '5'],
  [Type.Enum(['a', 'b']), '"a" | "b"'],
  [Type.String({ format: 'email' }), 'email'],
])('says what %j expects', (schema, expected) => {
  expect(issuesOf(schema, 'x').map((issue) => issue.expected)).toContain(expected);
});

it('says what bounds a number', () => {
  const schema = Type.Number({ minimum: 1, exclusiveMaximum: 5 });
  expect(issuesOf(schema, 0)[0]?.expected).toBe('>= 1');
  expect(issuesOf(schema, 5)[0]?.expected).toBe('< 5');
});
