import { createClient, DecodeError } from '@x/http-core';

import { fakeTransport } from '../../../http-core/test/support/fake-transport.ts';
import { typebox, type TypeBoxOptions, type TypeBoxSchema } from '../../src/index.ts';

/** What a client with `typebox(options)` makes of a JSON body. */
export async function decodeWith(
  schema: TypeBoxSchema,
  body: unknown,
  options?: TypeBoxOptions,
): Promise<unknown> {
  const transport = fakeTransport(() => ({ body: JSON.stringify(body) }));
  const client = createClient({ plugins: [typebox(options), transport] });
  return client.get('https://api.example.com/', { schema });
}

/** The error it rejects with. */
export async function misfit(
  schema: TypeBoxSchema,
  body: unknown,
  options?: TypeBoxOptions,
): Promise<DecodeError> {
  const error: unknown = await decodeWith(schema, body, options).then(
    () => new Error('it fits'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof DecodeError) return error;
  throw error;
}
