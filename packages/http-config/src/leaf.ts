import type { XSchema } from 'typebox/schema';

/** How a text is read for a value: as what it says, as true or false, as a number, or as a list parted by commas. */
export type Reading = 'text' | 'boolean' | 'number' | 'list' | 'boolean or text';

/** One value of a configuration. */
export interface Leaf {
  /** What TypeBox checks it by. */
  readonly schema: XSchema;
  /** What a message says is allowed. */
  readonly allowed: string;
  readonly reading: Reading;
  /** Whether a wrong value may still be a secret, and is not shown. */
  readonly isSecret?: true;
}

/** Milliseconds greater than zero; `Infinity` and `null` are no limit. */
export const duration: Leaf = {
  schema: { anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { const: Infinity }, { type: 'null' }] },
  allowed: 'a positive number of milliseconds, or Infinity for no limit',
  reading: 'number',
};

/** Milliseconds, zero allowed. */
export const span: Leaf = {
  schema: { anyOf: [{ type: 'number', minimum: 0 }, { const: Infinity }] },
  allowed: 'zero or a positive number of milliseconds',
  reading: 'number',
};

export const flag: Leaf = { schema: { type: 'boolean' }, allowed: 'true or false', reading: 'boolean' };

export const text: Leaf = {
  schema: { type: 'string', minLength: 1 },
  allowed: 'a string that is not empty',
  reading: 'text',
};

/** A whole number from `least`, or `Infinity`. */
export function count(least: number): Leaf {
  return {
    schema: { anyOf: [{ type: 'integer', minimum: least }, { const: Infinity }] },
    allowed: `a whole number from ${least}, or Infinity for no limit`,
    reading: 'number',
  };
}

/** A value that may be a secret. */
export function secret(schema: XSchema, allowed: string, reading: Reading = 'text'): Leaf {
  return { schema, allowed, reading, isSecret: true };
}
