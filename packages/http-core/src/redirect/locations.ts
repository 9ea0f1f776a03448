import { decodeStrictly } from '../response/text.ts';
import type { WireResponse } from '../transport/transport.ts';

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Whether a head asks to be followed; a redirect without a Location is an ordinary response. */
export function isRedirect(head: Pick<WireResponse, 'status' | 'rawHeaders'>): boolean {
  // The headers last: a transport may have yet to make them.
  return redirects.has(head.status) && locationsOf(head.rawHeaders).length > 0;
}

/** The values of every Location, as text. */
export function locationsOf(rawHeaders: readonly string[]): string[] {
  const found: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (name.length === 8 && name.toLowerCase() === 'location') {
      found.push(readUtf8(rawHeaders[index + 1] as string));
    }
  }
  return found;
}

/** Header values come one character per byte; servers that do not percent-encode write UTF-8, as browsers read it. */
function readUtf8(value: string): string {
  if (!/[\x80-\xff]/.test(value)) return value;
  try {
    return decodeStrictly(
      Uint8Array.from(value, (character) => character.charCodeAt(0)),
      undefined,
    );
  } catch {
    return value;
  }
}
