import { Compile, type Validator } from 'typebox/schema';

import type { TypeBoxSchema } from './type-box-schema.ts';

const validators = /* @__PURE__ */ new WeakMap<TypeBoxSchema, Validator>();

/** The compiled check of a schema: made once per schema, for all clients, and kept as long as the schema lives. */
export function validatorFor(schema: TypeBoxSchema): Validator {
  let validator = validators.get(schema);
  if (validator === undefined) {
    validator = Compile(schema) as Validator;
    validators.set(schema, validator);
  }
  return validator;
}
