import type { TSchema } from 'typebox';

/** A schema made by TypeBox 1.x. Its own `TSchema` is an empty interface, which every schema of any library fits. */
export type TypeBoxSchema = TSchema & ({ readonly '~kind': string } | { readonly '~unsafe': unknown });

/** Whether TypeBox made it. Never throws. */
export function isTypeBoxSchema(schema: unknown): schema is TypeBoxSchema {
  if (typeof schema !== 'object' || schema === null) return false;
  try {
    return typeof (schema as { '~kind'?: unknown })['~kind'] === 'string' || '~unsafe' in schema;
  } catch {
    return false;
  }
}
