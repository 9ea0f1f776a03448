import { parseJson } from '../decode/parse-json.ts';
import { toDecodeError } from '../decode/to-decode-error.ts';
import type { HttpResponse } from '../response.ts';

/** The bytes of a response's body, parsed as JSON; `DecodeError` when they cannot be. */
export function parseBody(bytes: Uint8Array, response: HttpResponse): unknown {
  try {
    return parseJson(bytes, response);
  } catch (thrown) {
    const error = toDecodeError(thrown, response, undefined);
    error.attempts = response.attempts;
    throw error;
  }
}
