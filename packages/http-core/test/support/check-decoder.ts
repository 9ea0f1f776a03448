import { DecodeFailure, definePlugin, type DecoderTypes, parseJson, type Plugin } from '../../src/index.ts';

/** A schema that is a function: returns what the value becomes, or throws the message of an issue. */
export class Check<T> {
  readonly check: (value: unknown) => T;
  constructor(check: (value: unknown) => T) {
    this.check = check;
  }
}

interface CheckTypes extends DecoderTypes {
  readonly accepts: Check<unknown>;
  readonly output: this['schema'] extends Check<infer T> ? T : never;
}

/** A plugin with the smallest decoder of JSON; a check that returns a promise is awaited. */
export function checks(): Plugin<'checks', {}, CheckTypes> {
  return definePlugin<'checks', {}, CheckTypes>({
    name: 'checks',
    contract: 1,
    setup: () => ({
      decoders: [
        {
          name: 'checks',
          claims: (schema) => schema instanceof Check,
          compile: (schema) => (body, response) => {
            const value = parseJson(body, response);
            try {
              return (schema as Check<unknown>).check(value);
            } catch (original) {
              const message = (original as Error).message;
              throw new DecodeFailure({ issues: [{ path: [], message }], original, value });
            }
          },
        },
      ],
      callOptions: {},
    }),
  });
}

/** Takes an object with a string under the key. */
export function has<K extends string>(key: K): Check<Record<K, string>> {
  return new Check((value) => {
    if (typeof (value as Record<K, unknown> | null)?.[key] === 'string') return value as Record<K, string>;
    throw new Error(`must have ${key}`);
  });
}
