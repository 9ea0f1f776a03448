import assert from 'node:assert/strict';
import { inspect } from 'node:util';

import { DecodeError } from '@x/http-core';

/** That it is a `DecodeError` with everything on it, and that no form of it shows the secret. */
export function assertDecodeError(
  error: unknown,
  schema: unknown,
  secret?: string,
): asserts error is DecodeError {
  assert.ok(error instanceof DecodeError, String(error));
  assert.equal(error.schema, schema);
  assert.equal(error.cause, error.original);
  assert.ok(error.response.status >= 200, 'no response');
  if (secret === undefined) return;
  const shown = [
    error.message,
    error.stack,
    inspect(error, { depth: Infinity, showHidden: true }),
    JSON.stringify(error),
    JSON.stringify(error.issues),
  ];
  for (const form of shown) assert.ok(!form?.includes(secret), `shows a value of the body: ${form}`);
}
