import { createClient, definePlugin, type NotFoundError } from '@x/http-core';
import { Type } from 'typebox';

import { typebox } from '../src/index.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>(): void => undefined;

const api = createClient({ plugins: [typebox()] });

// The type is the schema's own, to the letter.
const User = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  tags: Type.Optional(Type.Array(Type.String())),
});
const user = api.get('users/1', { schema: User });
holds<Equal<Awaited<typeof user>, { id: number; name: string; tags?: string[] }>>();
const users = api.get('users', { schema: Type.Array(User) });
holds<Equal<Awaited<typeof users>, { id: number; name: string; tags?: string[] }[]>>();
const role = api.get('role', { schema: Type.Union([Type.Literal('admin'), Type.Literal('guest')]) });
holds<Equal<Awaited<typeof role>, 'admin' | 'guest'>>();
const inline = api.get('users', { schema: Type.Object({ at: Type.Tuple([Type.Number(), Type.Null()]) }) });
holds<Equal<Awaited<typeof inline>, { at: [number, null] }>>();

// A transform gives what it decodes to.
const Timestamp = Type.Codec(Type.String())
  .Decode((text) => new Date(text))
  .Encode((date) => date.toISOString());
const created = api.get('created', { schema: Type.Object({ at: Timestamp }) });
holds<Equal<Awaited<typeof created>, { at: Date }>>();

// Unsafe carries its type.
const unsafe = api.get('unsafe', { schema: Type.Unsafe<Map<string, number>>({ type: 'object' }) });
holds<Equal<Awaited<typeof unsafe>, Map<string, number>>>();

// The type goes along to withResponse() and result(), and into errors.
const { data } = await user.withResponse();
holds<Equal<typeof data, { id: number; name: string; tags?: string[] }>>();
const Missing = Type.Object({ missing: Type.String() });
const result = await api.get('users/1', { schema: User, errors: { 404: Missing } }).result();
if (!result.ok && result.error.status === 404) {
  holds<Equal<typeof result.error, NotFoundError<{ missing: string } | undefined>>>();
}

// INVARIANT: TypeBox's TSchema is an empty interface, so unbounded it would take every object.
// @ts-expect-error no schema of TypeBox
void api.get('users', { schema: { type: 'string' } });
declare const standard: {
  '~standard': { version: 1; vendor: string; validate(value: unknown): { value: unknown } };
};
// @ts-expect-error a Standard Schema
void api.get('users', { schema: standard });
// @ts-expect-error nor in errors
void api.get('users', { errors: { 404: { type: 'string' } } });

// The first decoder that takes the schema decides on the type.
const anything = definePlugin<'anything', {}, { schema: unknown; accepts: object; output: 'anything' }>({
  name: 'anything',
  contract: 1,
  setup: () => ({}),
});
const first = createClient({ plugins: [typebox(), anything] }).get('users', { schema: Type.String() });
holds<Equal<Awaited<typeof first>, string>>();
const second = createClient({ plugins: [anything, typebox()] }).get('users', { schema: Type.String() });
holds<Equal<Awaited<typeof second>, 'anything'>>();

// @ts-expect-error options are booleans
void typebox({ coerce: 'yes' });
