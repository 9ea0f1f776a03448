import { Type } from 'typebox';
import { HasCodec } from 'typebox/value';
import { expect, it } from 'vitest';

import { hasCodec } from '../src/has-codec.ts';

const codec = Type.Decode(Type.String(), (text) => text.length);

it.each([
  codec,
  Type.Object({ a: Type.Optional(Type.Array(codec)) }),
  Type.Union([Type.Null(), codec]),
  Type.Record(Type.String(), codec),
  Type.Intersect([Type.Object({ a: codec })]),
  Type.Tuple([Type.Number(), codec]),
  Type.Cyclic({ A: Type.Object({ at: codec, next: Type.Optional(Type.Ref('A')) }) }, 'A'),
])('finds the transform that TypeBox finds in %j', (schema) => {
  expect(HasCodec(schema)).toBe(true);
  expect(hasCodec(schema)).toBe(true);
});

it.each([
  Type.String(),
  Type.Object({ a: Type.Array(Type.Number()) }),
  Type.Cyclic({ A: Type.Array(Type.Ref('A')) }, 'A'),
])('finds none in %j', (schema) => {
  expect(hasCodec(schema)).toBe(false);
});
