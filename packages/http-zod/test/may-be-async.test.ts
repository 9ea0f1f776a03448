import { expect, it } from 'vitest';
import * as z from 'zod';
import * as mini from 'zod/mini';

import { mayBeAsync } from '../src/may-be-async.ts';

interface Tree {
  readonly children: readonly Tree[];
}

const tree: z.ZodType<Tree> = z.object({
  get children() {
    return z.array(tree);
  },
});

it.each([
  ['a string with checks', z.string().min(1).regex(/a/).trim()],
  ['a format', z.email()],
  ['an object', z.strictObject({ a: z.array(z.number().int()), b: z.record(z.string(), z.boolean()) })],
  [
    'a union',
    z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })]),
  ],
  [
    'defaults and catches',
    z
      .object({ a: z.string().default('x'), b: z.number().catch(0) })
      .partial()
      .readonly(),
  ],
  ['a default with a function in it', z.any().default({ run: () => 1 })],
  ['a tuple', z.tuple([z.string(), z.nullable(z.date())], z.bigint())],
  ['a recursive schema', tree],
  ['a lazy schema', z.lazy(() => z.string())],
  ['coercion', z.coerce.number()],
  ['mini', mini.object({ a: mini.optional(mini.string().check(mini.minLength(1))) })],
])('%s may not be asynchronous', (_, schema) => {
  expect(mayBeAsync(schema)).toBe(false);
});

it.each([
  ['a refinement', z.string().refine(() => true)],
  ['a super refinement', z.object({ a: z.string() }).superRefine(() => {})],
  ['a transform', z.string().transform((text) => text.length)],
  ['a preprocessing step', z.preprocess((value) => value, z.string())],
  ['a codec', z.codec(z.string(), z.number(), { decode: Number, encode: String })],
  ['a custom schema', z.custom(() => true)],
  ['an instance check', z.instanceof(Date)],
  ['a promise', z.promise(z.string())],
  [
    'one deep inside',
    z.object({
      a: z.array(
        z.union([
          z.string(),
          z
            .string()
            .refine(() => true)
            .optional(),
        ]),
      ),
    }),
  ],
  ['one behind a lazy schema', z.lazy(() => z.string().refine(() => true))],
  ['one in a catch-all', z.object({}).catchall(z.string().refine(() => true))],
  ['one in mini', mini.string().check(mini.refine(() => true))],
])('%s may be', (_, schema) => {
  expect(mayBeAsync(schema)).toBe(true);
});

it('comes to an end with a schema that makes new schemas without end', () => {
  const endless = (): z.ZodType => z.array(z.lazy(endless));
  expect(mayBeAsync(endless())).toBe(true);
});
