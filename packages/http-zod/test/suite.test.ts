import { describeDecoder, userFixture, describePlugin } from '@x/http-testing';
import { describe, it } from 'vitest';
import * as z from 'zod';
import * as mini from 'zod/mini';

import { zod } from '../src/index.ts';

describe('zod', () => {
  describeDecoder({ describe, it }, zod, {
    ...userFixture,
    schema: () => z.object({ id: z.number(), name: z.string(), tags: z.array(z.string()) }),
    json: { any: () => z.any(), nested: () => z.lazy(nestedArrays) },
  });
});

describe('zod/mini', () => {
  describeDecoder({ describe, it }, zod, {
    ...userFixture,
    schema: () => mini.object({ id: mini.number(), name: mini.string(), tags: mini.array(mini.string()) }),
    json: { any: () => mini.any(), nested: () => mini.lazy(nestedArrays) },
  });
});

function nestedArrays(): z.ZodType {
  const nested: z.ZodType = z.array(z.lazy(() => nested));
  return nested;
}

describePlugin({ describe, it }, zod, {
  brings: [import.meta.resolve('zod')],
  module: new URL('../src/index.ts', import.meta.url),
  execArgv: ['--conditions=@x/source'],
});
