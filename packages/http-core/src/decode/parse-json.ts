import type { HttpResponse } from '../response.ts';
import { charsetOf, decodeStrictly } from '../response/text.ts';
import { DecodeFailure } from './decode-failure.ts';

/**
 * For decoders: the body as JSON (RFC 8259), in the charset of its Content-Type, byte-order mark removed, whatever its
 * media type. Of equal keys the last counts, `__proto__` keys are dropped. `DecodeFailure` when it cannot be parsed.
 */
export function parseJson(body: Uint8Array, response: Pick<HttpResponse, 'header'>): unknown {
  const contentType = response.header('content-type');
  if (body.byteLength === 0) {
    throw new DecodeFailure({ message: 'The body is empty, where JSON was expected' });
  }
  const text = decode(body, contentType);
  try {
    return mayHoldProto(text) ? (JSON.parse(text, withoutProto) as unknown) : (JSON.parse(text) as unknown);
  } catch (original) {
    throw new DecodeFailure({
      message: `The body is not valid JSON${hint(original, contentType)}`,
      original,
    });
  }
}

function decode(body: Uint8Array, contentType: string | null): string {
  const charset = charsetOf(contentType);
  try {
    return decodeStrictly(body, charset);
  } catch (original) {
    const named = charset === undefined || charset.length > 40 ? 'utf-8' : charset;
    const message =
      original instanceof RangeError ? `has an unknown charset, ${named}` : `is not valid ${named}`;
    throw new DecodeFailure({ message: `The body ${message}`, original });
  }
}

/** The key as it is, or an escape of one of its letters (U+005F to U+0074), which is how it slips past a search. */
function mayHoldProto(text: string): boolean {
  return text.includes('__proto__') || (text.includes('\\') && /\\u00[567]/.test(text));
}

/** Whoever copies the value key by key must not replace the copy's prototype. */
function withoutProto(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

/** Where it broke off and what it said that it was; never what stands there. */
function hint(original: unknown, contentType: string | null): string {
  // Only at the end: elsewhere it would be a quotation of the body.
  const position = / in JSON at position (\d+)(?: \(line \d+ column \d+\))?$/;
  const [, at] = position.exec(original instanceof Error ? original.message : '') ?? [];
  const [, mediaType] = /^\s*([\w.+-]{1,40}\/[\w.+-]{1,60})\s*(?:;|$)/.exec(contentType ?? '') ?? [];
  const where = at === undefined ? '' : ` at character ${at}`;
  return mediaType === undefined || /[/+]json$/i.test(mediaType)
    ? where
    : `${where}; its media type is ${mediaType}`;
}
