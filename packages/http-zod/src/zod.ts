import { type DecoderTypes, definePlugin, type Plugin } from '@x/http-core';
import type { $ZodType, output } from 'zod/v4/core';

import { zodDecoder } from './zod-decoder.ts';

/** Takes every Zod 4 schema and gives its output. */
export interface ZodTypes extends DecoderTypes {
  readonly accepts: $ZodType;
  readonly output: output<this['schema']>;
}

/** Decodes bodies by Zod 4 schemas, those of `zod/mini` included: transforms, async refinements and codecs run. */
export function zod(): Plugin<'zod', {}, ZodTypes> {
  return definePlugin<'zod', {}, ZodTypes>({
    name: 'zod',
    contract: 1,
    setup: () => ({ decoders: [zodDecoder], callOptions: {} }),
  });
}
