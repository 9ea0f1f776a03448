import { createClient, type NotFoundError } from '@x/http-core';
import * as z from 'zod';
import * as mini from 'zod/mini';
import * as z3 from 'zod/v3';
import type { $ZodType } from 'zod/v4/core';

import { zod } from '../src/index.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>(): void => undefined;

const api = createClient({ plugins: [zod()] });

// The type is the schema's output, to the letter.
const User = z.object({ id: z.int(), name: z.string(), tags: z.array(z.string()).optional() });
const user = api.get('users/1', { schema: User });
holds<Equal<Awaited<typeof user>, z.output<typeof User>>>();
holds<Equal<Awaited<typeof user>, { id: number; name: string; tags?: string[] | undefined }>>();

// Of `zod/mini` as well, and of what knows only core's type.
const small = api.get('users/1', { schema: mini.object({ id: mini.number() }) });
holds<Equal<Awaited<typeof small>, { id: number }>>();
declare const core: $ZodType<Date, string>;
const cored = api.get('users/1', { schema: core });
holds<Equal<Awaited<typeof cored>, Date>>();

// Transforms, codecs, defaults and brands give what they decode to.
const Shaped = z.object({
  at: z.codec(z.iso.datetime(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  }),
  length: z.string().transform((text) => text.length),
  page: z.number().default(1),
  id: z.string().brand<'id'>(),
});
const shaped = api.get('shaped', { schema: Shaped });
holds<
  Equal<Awaited<typeof shaped>, { at: Date; length: number; page: number; id: string & z.core.$brand<'id'> }>
>();

// The type goes along to withResponse() and result(), and into errors.
const { data } = await user.withResponse();
holds<Equal<typeof data, z.output<typeof User>>>();
const Missing = z.object({ missing: z.string() });
const result = await api.get('users/1', { schema: User, errors: { 404: Missing } }).result();
if (!result.ok && result.error.status === 404) {
  holds<Equal<typeof result.error, NotFoundError<{ missing: string } | undefined>>>();
}

// @ts-expect-error no schema of Zod
void api.get('users', { schema: { parse: () => 1 } });
// @ts-expect-error a schema of Zod 3
void api.get('users', { schema: z3.string() });
// @ts-expect-error nor in errors
void api.get('users', { errors: { 404: z3.string() } });
