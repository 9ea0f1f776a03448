import { jsonDifference } from './json-difference.ts';
import type { MockRequest } from './mock-request.ts';
import { matchesText } from './value-matcher.ts';

/**
 * What the body must be: text or bytes exactly, a pattern its text fits, the fields of a form in any order, JSON that is equal (a pattern
 * or a function may stand anywhere in it), or a function.
 */
export type BodyMatcher =
  | string
  | Uint8Array
  | RegExp
  | URLSearchParams
  | ((request: MockRequest) => boolean)
  | readonly unknown[]
  | { readonly [name: string]: unknown };

/** Why the body is not what is wanted, without showing any of it; `undefined` when it is. */
export function bodyMismatch(matcher: BodyMatcher, request: MockRequest): string | undefined {
  if (typeof matcher === 'function') {
    return matcher(request) === true ? undefined : 'the body is not what its function accepts';
  }
  if (typeof matcher === 'string') return matcher === request.text() ? undefined : 'the body is another text';
  if (matcher instanceof RegExp) {
    return matchesText(matcher, request.text()) ? undefined : `the body does not fit ${matcher}`;
  }
  if (matcher instanceof Uint8Array) {
    return isSame(matcher, request.body) ? undefined : 'the body has other bytes';
  }
  if (matcher instanceof URLSearchParams) {
    return sorted(matcher) === sorted(request.form()) ? undefined : 'the body has other form fields';
  }
  return jsonMismatch(matcher, request);
}

function jsonMismatch(matcher: unknown, request: MockRequest): string | undefined {
  if (request.body.byteLength === 0) return 'there is no body, or none that has come';
  let actual: unknown;
  try {
    actual = request.json();
  } catch {
    return 'the body is not JSON';
  }
  const difference = jsonDifference(matcher, actual);
  return difference === undefined ? undefined : `the body differs at ${difference}`;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && one.every((byte, index) => byte === other[index]);
}

function sorted(fields: URLSearchParams): string {
  const copy = new URLSearchParams(fields);
  copy.sort();
  return copy.toString();
}
