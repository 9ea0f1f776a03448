import { createClient, type NotFoundError } from '@x/http-core';
import { type } from 'arktype';
import * as v from 'valibot';
import * as z from 'zod';

import { standardSchema, type StandardSchemaV1 } from '../src/index.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>(): void => undefined;

const api = createClient({ plugins: [standardSchema()] });

// The type is what the library says that it puts out, to the letter.
const User = v.object({
  id: v.number(),
  at: v.pipe(
    v.string(),
    v.transform((text) => new Date(text)),
  ),
});
const valibot = api.get('users/1', { schema: User });
holds<Equal<Awaited<typeof valibot>, { id: number; at: Date }>>();
const arktype = api.get('users/1', { schema: type({ id: 'number', 'tags?': 'string[]' }) });
holds<Equal<Awaited<typeof arktype>, { id: number; tags?: string[] }>>();
const zod = api.get('users/1', { schema: z.object({ id: z.number(), page: z.number().default(1) }) });
holds<Equal<Awaited<typeof zod>, { id: number; page: number }>>();
declare const own: StandardSchemaV1<string, Date>;
const mine = api.get('users/1', { schema: own });
holds<Equal<Awaited<typeof mine>, Date>>();

// The type goes along to withResponse() and result(), and into errors.
const { data } = await valibot.withResponse();
holds<Equal<typeof data, { id: number; at: Date }>>();
const result = await api
  .get('users/1', { schema: User, errors: { 404: v.object({ missing: v.string() }) } })
  .result();
if (!result.ok && result.error.status === 404) {
  holds<Equal<typeof result.error, NotFoundError<{ missing: string } | undefined>>>();
}

// @ts-expect-error it does not speak Standard Schema
void api.get('users', { schema: { type: 'string' } });
// @ts-expect-error nor in errors
void api.get('users', { errors: { 404: () => true } });
