import { createClient, defineDecoder, definePlugin } from '@x/http-core';

import { claim } from './claim.ts';
import { startApi } from './server.ts';
import { printResponse, type Print } from './transcript.ts';

type Shape = Readonly<Record<string, 'string' | 'number'>>;
/** Computes the type that a shape describes. */
type ValueOf<S> = { -readonly [K in keyof S]: S[K] extends 'string' ? string : number };

interface ShapeTypes {
  readonly schema: unknown;
  readonly accepts: Shape;
  readonly output: ValueOf<this['schema']>;
}

/** A decoder small enough to read here: `{ id: 'number' }` is a schema. */
const shapes = definePlugin<'shapes', {}, ShapeTypes>({
  name: 'shapes',
  contract: 1,
  setup: () => ({
    callOptions: {},
    decoders: [
      defineDecoder({
        name: 'shapes',
        claims: (schema) => typeof schema === 'object' && schema !== null,
        compile: (schema) => (body) => {
          const value = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
          for (const [key, type] of Object.entries(schema as Shape)) {
            if (typeof value[key] !== type) throw new TypeError(`${key} is no ${type}`);
          }
          return value;
        },
      }),
    ],
  }),
});

/** The schema of the call decides the type of the result, in the compiler and at run time. */
export async function typedResult(print: Print): Promise<void> {
  await using api = await startApi();
  await using client = createClient({ baseUrl: api.url, plugins: [shapes] });
  const { data, response } = await client
    .get('users/1', { schema: { id: 'number', name: 'string' } })
    .withResponse();
  printResponse(print, response);
  claim(print, data.name.toUpperCase() === 'ADA', `data.name is a string to the compiler: ${data.name}`);

  const wrong = await client.get('users/1', { schema: { id: 'string' } }).result();
  claim(print, wrong.error?.code === 'ERR_HTTP_DECODE', `a body that does not fit is a DecodeError`);
  print(`    ${wrong.error.message}, because ${String(wrong.error.original)}`);
}
