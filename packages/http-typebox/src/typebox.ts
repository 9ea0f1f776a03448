import { ConfigurationError, type DecoderTypes, definePlugin, type Plugin } from '@x/http-core';
import type { StaticDecode } from 'typebox';

import type { TypeBoxSchema } from './type-box-schema.ts';
import { typeboxDecoder } from './typebox-decoder.ts';
import type { TypeBoxOptions } from './typebox-options.ts';

/** Takes every TypeBox schema and gives what its transforms make of it. */
export interface TypeBoxTypes extends DecoderTypes {
  readonly accepts: TypeBoxSchema;
  readonly output: this['schema'] extends TypeBoxSchema ? StaticDecode<this['schema']> : never;
}

/** Decodes bodies by TypeBox 1.x schemas, each compiled once. `ConfigurationError` for an option it does not have or that is no boolean. */
export function typebox(options: TypeBoxOptions = {}): Plugin<'typebox', {}, TypeBoxTypes> {
  const settings = { coerce: false, defaults: false, clean: false };
  for (const [name, value] of Object.entries(options) as [keyof typeof settings, unknown][]) {
    if (!Object.hasOwn(settings, name)) {
      throw new ConfigurationError(
        `Option '${name}' of typebox() is unknown; it has coerce, defaults and clean`,
      );
    }
    if (value === undefined) continue;
    if (typeof value !== 'boolean') {
      throw new ConfigurationError(
        `Option '${name}' of typebox() must be a boolean, but is a ${typeof value}`,
      );
    }
    settings[name] = value;
  }
  return definePlugin<'typebox', {}, TypeBoxTypes>({
    name: 'typebox',
    contract: 1,
    setup: () => ({ decoders: [typeboxDecoder(settings)], callOptions: {}, settings }),
  });
}
