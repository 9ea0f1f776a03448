import { type Decoder, DecodeFailure, defineDecoder, type Issue, parseJson } from '@x/http-core';

import type { StandardIssue, StandardSchemaV1 } from './standard-schema-v1.ts';

/** Decodes JSON by any schema that speaks Standard Schema; a promise of `validate` is awaited. */
export const standardDecoder: Decoder = /* @__PURE__ */ defineDecoder({
  name: 'standard-schema',
  claims: isStandardSchema,
  compile(schema) {
    const { '~standard': standard } = schema as StandardSchemaV1;
    return (body, response) => {
      const value = parseJson(body, response);
      const result = standard.validate(value);
      const settle = (settled: Awaited<typeof result>): unknown => {
        if (settled.issues === undefined) return settled.value;
        const original = settled.issues;
        throw new DecodeFailure({ issues: original.map(toIssue), original, value });
      };
      return result instanceof Promise ? result.then(settle) : settle(result);
    };
  },
});

function isStandardSchema(schema: unknown): schema is StandardSchemaV1 {
  // The schemas of some libraries, arktype's for one, are functions.
  if ((typeof schema !== 'object' || schema === null) && typeof schema !== 'function') return false;
  try {
    const standard = (schema as Partial<StandardSchemaV1>)['~standard'];
    return standard?.version === 1 && typeof standard.validate === 'function';
  } catch {
    return false;
  }
}

function toIssue({ message, path = [] }: StandardIssue): Issue {
  // Not `path.map`: arktype's is an array of a class of its own.
  return { path: Array.from(path, toKey), message };
}

function toKey(step: PropertyKey | { readonly key: PropertyKey }): string | number {
  const key = typeof step === 'object' ? step.key : step;
  return typeof key === 'symbol' ? String(key) : key;
}
