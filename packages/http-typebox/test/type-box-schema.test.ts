import { Type } from 'typebox';
import { expect, it } from 'vitest';

import { isTypeBoxSchema } from '../src/type-box-schema.ts';

it.each([
  Type.String(),
  Type.Unsafe<Date>({ type: 'string' }),
  Type.Optional(Type.Number()),
  Type.Cyclic({ A: Type.Array(Type.Ref('A')) }, 'A'),
  Type.Decode(Type.String(), (text) => text.length),
  Type.Script('{ a: string }'),
])('claims %j', (schema) => {
  expect(isTypeBoxSchema(schema)).toBe(true);
});

it('leaves plain JSON Schema, which says nothing of its type, to others', () => {
  expect(isTypeBoxSchema({ type: 'string' })).toBe(false);
  expect(isTypeBoxSchema({ '~kind': 1 })).toBe(false);
});
