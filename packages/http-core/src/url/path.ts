import { describeValue, mismatch } from '../describe-value.ts';
import { InvalidRequestError } from '../errors/invalid-request-error.ts';

/** What `path` takes as one value. */
export type PathValue = string | number | bigint | boolean;

/**
 * Template tag for a URL reference: every value is percent-encoded so that it stays inside its segment, or inside its
 * field after a `?`. Throws `InvalidRequestError` for an empty value and for segments `.` and `..`.
 */
export function path(strings: TemplateStringsArray, ...values: readonly PathValue[]): string {
  let result = strings[0] ?? '';
  for (const [index, value] of values.entries()) {
    result += encodeValue(value, index + 1, result.includes('?'));
    result += strings[index + 1] ?? '';
  }
  for (const segment of result.split(/[?#]/, 1)[0]?.split(/[/\\]/) ?? []) {
    // `..;a` is `..` with a matrix parameter to some servers.
    const name = segment.split(';', 1)[0]?.replace(/%2e/gi, '.');
    if (name === '.' || name === '..') {
      throw new InvalidRequestError('path makes a segment "." or "..", which would leave its place');
    }
  }
  return result;
}

function encodeValue(value: unknown, position: number, isInQuery: boolean): string {
  const option = `path value ${position}`;
  const isScalar = typeof value === 'string' ? value !== '' : isOtherScalar(value);
  if (!isScalar) {
    throw new InvalidRequestError(
      mismatch(option, value, 'a non-empty string, a finite number, a bigint or a boolean'),
    );
  }
  const text = String(value);
  if (!text.isWellFormed()) {
    throw new InvalidRequestError(`${option} is ${describeValue(value)} with a lone surrogate`);
  }
  const encoded = encodeURIComponent(text);
  // The rest of RFC 3986's pchar stands for itself; `:` could make a scheme of a first segment and `;` a matrix parameter.
  return isInQuery ? encoded : encoded.replace(/%(?:40|24|26|2B|2C|3D)/g, decodeURIComponent);
}

function isOtherScalar(value: unknown): boolean {
  return typeof value === 'bigint' || typeof value === 'boolean' || Number.isFinite(value);
}
