import { type DecoderTypes, definePlugin, type Plugin } from '@x/http-core';

import { standardDecoder } from './standard-decoder.ts';
import type { StandardOutput, StandardSchemaV1 } from './standard-schema-v1.ts';

/** Takes every Standard Schema and gives its output. */
export interface StandardSchemaTypes extends DecoderTypes {
  readonly accepts: StandardSchemaV1;
  readonly output: StandardOutput<this['schema']>;
}

/** Decodes bodies by anything with `~standard`: valibot, arktype, zod and others, synchronous or not. */
export function standardSchema(): Plugin<'standard-schema', {}, StandardSchemaTypes> {
  return definePlugin<'standard-schema', {}, StandardSchemaTypes>({
    name: 'standard-schema',
    contract: 1,
    setup: () => ({ decoders: [standardDecoder], callOptions: {} }),
  });
}
