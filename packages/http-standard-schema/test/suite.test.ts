import { type DecoderLimits, describeDecoder, userFixture, describePlugin } from '@x/http-testing';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, it } from 'vitest';
import * as z from 'zod';

import { standardSchema } from '../src/index.ts';

const libraries: Readonly<Record<string, Pick<DecoderLimits, 'schema' | 'json'>>> = {
  valibot: {
    schema: () => v.object({ id: v.number(), name: v.string(), tags: v.array(v.string()) }),
    json: { any: () => v.any(), nested: () => v.lazy(valibotArrays) },
  },
  arktype: {
    schema: () => type({ id: 'number', name: 'string', tags: 'string[]' }),
    json: { any: () => type('unknown'), nested: () => type.module({ nested: 'nested[]' }).nested },
  },
  zod: {
    schema: () => z.object({ id: z.number(), name: z.string(), tags: z.array(z.string()) }),
    json: { any: () => z.any(), nested: () => z.lazy(zodArrays) },
  },
};

for (const [name, limits] of Object.entries(libraries)) {
  describe(name, () => {
    describeDecoder({ describe, it }, standardSchema, { ...userFixture, ...limits });
  });
}

function valibotArrays(): v.GenericSchema {
  return v.array(v.lazy(valibotArrays));
}

function zodArrays(): z.ZodType {
  return z.array(z.lazy(zodArrays));
}

describePlugin({ describe, it }, standardSchema, {
  module: new URL('../src/index.ts', import.meta.url),
  execArgv: ['--conditions=@x/source'],
});
