import { type Decoder, DecodeFailure, defineDecoder, parseJson } from '@x/http-core';
import { type $ZodType, safeParse, safeParseAsync } from 'zod/v4/core';

import { mayBeAsync } from './may-be-async.ts';
import { toIssue } from './to-issue.ts';

type Parsed = ReturnType<typeof safeParse>;

/** The parse functions of `zod` and `zod/mini`, whose errors are `ZodError`; schemas made by core alone have none. */
interface Parsing {
  safeParse(value: unknown): Parsed;
  safeParseAsync(value: unknown): Promise<Parsed>;
}

/** Decodes JSON by a Zod 4 schema; asynchronously only where the schema may need it. */
export const zodDecoder: Decoder = /* @__PURE__ */ defineDecoder({
  name: 'zod',
  claims: isZodSchema,
  compile(schema) {
    const parsing = parsingOf(schema as $ZodType);
    let isAsync: boolean | undefined;
    return (body, response) => {
      const value = parseJson(body, response);
      isAsync ??= mayBeAsync(schema as $ZodType);
      return isAsync
        ? parsing.safeParseAsync(value).then((parsed) => settle(parsed, value))
        : settle(parsing.safeParse(value), value);
    };
  },
});

function parsingOf(schema: $ZodType): Parsing {
  if (typeof (schema as Partial<Parsing>).safeParse === 'function') return schema as $ZodType & Parsing;
  return {
    safeParse: (value) => safeParse(schema, value),
    safeParseAsync: (value) => safeParseAsync(schema, value),
  };
}

function settle(parsed: Parsed, value: unknown): unknown {
  if (parsed.success) return parsed.data;
  const { error } = parsed;
  throw new DecodeFailure({ issues: error.issues.map(toIssue), original: error, value });
}

function isZodSchema(schema: unknown): schema is $ZodType {
  // Zod 3 has `_def` where Zod 4 has `_zod`.
  if ((typeof schema !== 'object' || schema === null) && typeof schema !== 'function') return false;
  try {
    return typeof (schema as Partial<$ZodType>)._zod?.run === 'function';
  } catch {
    return false;
  }
}
