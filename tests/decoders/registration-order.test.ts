import { type AnyPlugin, createClient, DecodeError, definePlugin } from '@x/http-core';
import { standardSchema } from '@x/http-standard-schema';
import { typebox } from '@x/http-typebox';
import { zod } from '@x/http-zod';
import { Type } from 'typebox';
import { expect, it } from 'vitest';
import * as z from 'zod';

import { fakeTransport } from '../../packages/http-core/test/support/fake-transport.ts';

/** The fault as the first decoder that claims the schema tells it: zod() says what was expected, standardSchema() cannot. */
async function expectedBy(plugins: readonly AnyPlugin[], schema: unknown): Promise<string | undefined> {
  const transport = fakeTransport(() => ({ body: '{"id":"x"}' }));
  const client = createClient({ plugins: [...plugins, transport] });
  const error: unknown = await client
    .get('https://api.example.com/', { schema: schema as never })
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof DecodeError)) throw error;
  return error.issues[0]?.expected;
}

it('decides between decoders that claim the same schema', async () => {
  const user = z.object({ id: z.number() });
  expect(await expectedBy([zod(), standardSchema()], user)).toBe('number');
  expect(await expectedBy([standardSchema(), zod()], user)).toBeUndefined();
});

it('does not decide where one alone claims it', async () => {
  const user = Type.Object({ id: Type.Number() });
  for (const plugins of [
    [typebox(), zod(), standardSchema()],
    [standardSchema(), zod(), typebox()],
  ]) {
    expect(await expectedBy(plugins, user)).toBe('number');
  }
});

it('asks the decoders of a client before those of the client that extends it', async () => {
  const transport = fakeTransport(() => ({ body: '{"id":"x"}' }));
  const parent = createClient({ plugins: [standardSchema(), transport] });
  const child = parent.extend({ plugins: [zod()] });
  expect(child.describe().decoders).toEqual(['standard-schema', 'zod']);
});

it('holds within one plugin as well', async () => {
  const both = definePlugin({
    name: 'both',
    contract: 1,
    setup: () => ({
      decoders: ['first', 'second'].map((name) => ({ name, claims: () => true, compile: () => () => name })),
      callOptions: {},
    }),
  });
  const transport = fakeTransport(() => ({ body: '1' }));
  const client = createClient({ plugins: [both, transport] });
  expect(await client.get('https://api.example.com/', { schema: {} as never })).toBe('first');
});
