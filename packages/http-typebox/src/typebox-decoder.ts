import { type Decoder, DecodeFailure, defineDecoder, parseJson } from '@x/http-core';
import type { Validator } from 'typebox/schema';
import type * as Value from 'typebox/value';

import { hasCodec } from './has-codec.ts';
import { toIssues } from './to-issues.ts';
import { isTypeBoxSchema, type TypeBoxSchema } from './type-box-schema.ts';
import type { TypeBoxOptions } from './typebox-options.ts';
import { validatorFor } from './validator-for.ts';

type ValueModule = typeof Value;

/** Decodes JSON by compiled TypeBox schemas. */
export function typeboxDecoder(options: TypeBoxOptions): Decoder {
  const prepares = options.coerce === true || options.defaults === true || options.clean === true;
  return defineDecoder({
    name: 'typebox',
    claims: isTypeBoxSchema,
    compile(given) {
      const schema = given as TypeBoxSchema;
      const validator = validatorFor(schema);
      if (!prepares && !hasCodec(schema)) {
        return (body, response) => check(validator, parseJson(body, response));
      }
      // Loaded when a schema needs it: a third of TypeBox's import time.
      let module: Promise<ValueModule> | undefined;
      return async (body, response) => {
        const value = await (module ??= import('typebox/value'));
        return transform(value, options, schema, validator, parseJson(body, response));
      };
    },
  });
}

function check(validator: Validator, value: unknown): unknown {
  if (validator.Check(value)) return value;
  const [, original] = validator.Errors(value);
  throw new DecodeFailure({ issues: toIssues(original, value), original, value });
}

/** The steps of `Value.Decode`, but only those that were asked for: it would always coerce, default and clean. */
function transform(
  { Clean, Convert, DecodeUnsafe, Default }: ValueModule,
  { coerce, defaults, clean }: TypeBoxOptions,
  schema: TypeBoxSchema,
  validator: Validator,
  parsed: unknown,
): unknown {
  let value = parsed;
  if (defaults === true) value = Default(schema, value);
  if (coerce === true) value = Convert(schema, value);
  if (clean === true) value = Clean(schema, value);
  return DecodeUnsafe({}, schema, check(validator, value));
}
