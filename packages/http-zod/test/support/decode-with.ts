import { createClient, DecodeError } from '@x/http-core';
import type { $ZodType } from 'zod/v4/core';

import { fakeTransport } from '../../../http-core/test/support/fake-transport.ts';
import { zod } from '../../src/index.ts';

/** What a client with `zod()` makes of a JSON body. */
export async function decodeWith(schema: $ZodType, body: unknown): Promise<unknown> {
  const client = createClient({ plugins: [zod(), fakeTransport(() => ({ body: JSON.stringify(body) }))] });
  return client.get('https://api.example.com/', { schema });
}

/** The error it rejects with. */
export async function misfit(schema: $ZodType, body: unknown): Promise<DecodeError> {
  const error: unknown = await decodeWith(schema, body).then(
    () => new Error('it fits'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof DecodeError) return error;
  throw error;
}
