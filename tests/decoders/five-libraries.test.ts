import { createClient, DecodeError } from '@x/http-core';
import { standardSchema } from '@x/http-standard-schema';
import { typebox } from '@x/http-typebox';
import { zod } from '@x/http-zod';
import { type } from 'arktype';
import { Type } from 'typebox';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as mini from 'zod/mini';

import { fakeTransport } from '../../packages/http-core/test/support/fake-transport.ts';

const schemas = {
  typebox: Type.Object({
    id: Type.Number(),
    name: Type.String(),
    address: Type.Object({ street: Type.String(), tags: Type.Array(Type.String()) }),
  }),
  zod: z.object({
    id: z.number(),
    name: z.string(),
    address: z.object({ street: z.string(), tags: z.array(z.string()) }),
  }),
  'zod/mini': mini.object({
    id: mini.number(),
    name: mini.string(),
    address: mini.object({ street: mini.string(), tags: mini.array(mini.string()) }),
  }),
  valibot: v.object({
    id: v.number(),
    name: v.string(),
    address: v.object({ street: v.string(), tags: v.array(v.string()) }),
  }),
  arktype: type({ id: 'number', name: 'string', address: { street: 'string', tags: 'string[]' } }),
};

const address = { street: 'Main', tags: ['a', 'b'] };
const user = { id: 1, name: 'Ada', address };
const url = 'https://api.example.com/';

describe.each(Object.entries(schemas))('%s', (_, schema) => {
  const ask = (body: unknown) => {
    const transport = fakeTransport(() => ({ body: JSON.stringify(body) }));
    const client = createClient({ plugins: [typebox(), zod(), standardSchema(), transport] });
    return client.get(url, { schema });
  };

  it('decodes the user', async () => {
    expect(await ask(user)).toEqual(user);
  });

  it.each([
    { body: { ...user, id: 'hunter2' }, path: ['id'] },
    {
      body: { ...user, address: { ...address, tags: ['a', { key: 'hunter2' }] } },
      path: ['address', 'tags', 1],
    },
    { body: { id: 1, address }, path: ['name'] },
    { body: ['hunter2'], path: undefined },
  ])('says the same of a fault at $path', async ({ body, path }) => {
    const error: unknown = await ask(body).catch((thrown: unknown) => thrown);
    if (!(error instanceof DecodeError)) throw error;
    if (path !== undefined) {
      expect(error.issues.map((issue) => issue.path)).toEqual([path]);
      expect(error.message).toMatch(`The body does not fit the schema: ${path.join('.')}: `);
    }
    expect(error.schema).toBe(schema);
    expect(error.response.status).toBe(200);
    expect(error.original).toBe(error.cause);
    expect(`${error.message} ${JSON.stringify(error.issues)}`).not.toContain('hunter2');
  });
});
