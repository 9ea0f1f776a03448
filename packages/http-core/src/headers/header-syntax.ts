import { mismatch, optionPath } from '../describe-value.ts';
import { InvalidRequestError } from '../errors/invalid-request-error.ts';

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const forbiddenInValue = /[^\t\x20-\x7e\x80-\xff]/;

/** Whether `text` is a token (RFC 9110, section 5.6.2): a method or a header name. */
export function isToken(text: string): boolean {
  return token.test(text);
}

/** A header name in lower case. Throws `InvalidRequestError` unless it is a token; the text is not shown, it may be a pasted header line. */
export function readHeaderName(name: unknown): string {
  // Tested before it is lowered: U+212A would become a `k`.
  if (typeof name === 'string' && token.test(name)) return name.toLowerCase();
  throw new InvalidRequestError(
    typeof name === 'string'
      ? "headers: a name is not a token of HTTP (letters, digits and !#$%&'*+-.^_`|~)"
      : mismatch('headers: a name', name, 'a string'),
  );
}

/** A header value without outer spaces and tabs (RFC 9110, section 5.5). Throws `InvalidRequestError` naming `headers.name`. */
export function readHeaderValue(name: string, value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') {
    throw new InvalidRequestError(
      mismatch(optionPath('headers', name), value, 'a string, a finite number or an array of these'),
    );
  }
  const at = value.search(forbiddenInValue);
  if (at !== -1) {
    const code = value.codePointAt(at)?.toString(16).toUpperCase().padStart(4, '0');
    throw new InvalidRequestError(
      `${optionPath('headers', name)} holds U+${code} at index ${at}; allowed are tab and U+0020 to U+00FF without controls`,
    );
  }
  return trimSpaces(value);
}

// A loop and not a pattern: `[ \t]+$` is quadratic on a value that is mostly spaces.
function trimSpaces(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isSpace(value.charCodeAt(start))) start += 1;
  while (end > start && isSpace(value.charCodeAt(end - 1))) end -= 1;
  return end - start === value.length ? value : value.slice(start, end);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
