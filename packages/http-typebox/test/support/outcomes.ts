import { DecodeError } from '@x/http-core';
import { Type } from 'typebox';

import type { TypeBoxOptions, TypeBoxSchema } from '../../src/index.ts';
import { decodeWith } from './decode-with.ts';

const Name = Type.Refine(
  Type.String({ minLength: 2 }),
  (text) => text !== 'root',
  () => 'must not be root',
);
const Moment = Type.Decode(Type.String({ format: 'date-time' }), (text) => new Date(text));
const Schemas: Readonly<Record<string, TypeBoxSchema>> = {
  object: Type.Object({
    id: Type.Integer({ minimum: 1 }),
    name: Name,
    tags: Type.Optional(Type.Array(Type.String())),
  }),
  strict: Type.Object({ id: Type.Integer() }, { additionalProperties: false }),
  union: Type.Union([Type.Literal('a'), Type.Number(), Type.Null()]),
  record: Type.Record(Type.String({ pattern: '^[a-z]+$' }), Type.Boolean()),
  tuple: Type.Tuple([Type.String(), Type.Number()]),
  codec: Type.Object({ at: Moment }),
  nested: Type.Cyclic({ Tree: Type.Object({ children: Type.Array(Type.Ref('Tree')) }) }, 'Tree'),
  intersect: Type.Intersect([
    Type.Object({ a: Type.String() }),
    Type.Object({ b: Type.Number({ default: 7 }) }),
  ]),
};

const bodies: readonly unknown[] = [
  { id: 1, name: 'Ada' },
  { id: 0, name: 'x', tags: [1] },
  { id: '5', name: 'root', other: true },
  'a',
  3,
  null,
  ['x', 1],
  [1, 'x'],
  { abc: true },
  { at: '2026-01-02T03:04:05Z' },
  { at: 'yesterday' },
  { children: [{ children: [] }] },
  { children: [{}] },
  { a: 'x', b: 1 },
  { a: 'x' },
];

const options: readonly TypeBoxOptions[] = [{}, { coerce: true, defaults: true, clean: true }];

/** What becomes of every body under every schema, with the options off and on; as JSON, to compare processes by. */
export async function outcomes(): Promise<string> {
  const lines: string[] = [];
  for (const [name, schema] of Object.entries(Schemas)) {
    for (const body of bodies) {
      for (const option of options) {
        const outcome = await decodeWith(schema, body, option).catch((error: unknown) => {
          if (error instanceof DecodeError) return error.issues;
          throw error;
        });
        lines.push(`${name} ${JSON.stringify(body)} ${JSON.stringify(option)} ${JSON.stringify(outcome)}`);
      }
    }
  }
  return lines.join('\n');
}
