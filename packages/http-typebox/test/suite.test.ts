import { describeDecoder, userFixture, describePlugin } from '@x/http-testing';
import { Type } from 'typebox';
import { describe, it } from 'vitest';

import { typebox } from '../src/index.ts';

describeDecoder({ describe, it }, () => typebox(), {
  ...userFixture,
  schema: () => Type.Object({ id: Type.Number(), name: Type.String(), tags: Type.Array(Type.String()) }),
  json: {
    any: () => Type.Any(),
    nested: () => Type.Cyclic({ Nested: Type.Array(Type.Ref('Nested')) }, 'Nested'),
  },
});

describePlugin({ describe, it }, () => typebox(), {
  refusedOptions: [
    { option: 'coerce', make: () => typebox({ coerce: 'yes' } as never) },
    { option: 'clen', make: () => typebox({ clen: true } as never) },
  ],
  module: new URL('../src/index.ts', import.meta.url),
  execArgv: ['--conditions=@x/source'],
});
