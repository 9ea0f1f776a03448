/** One cookie as it stands in a Cookie header. */
export interface CookiePair {
  readonly name: string;
  readonly text: string;
}

/** A Cookie header, and how many of the jar's cookies did not fit. */
export interface CookieHeader {
  readonly value: string;
  readonly omitted: number;
}

// A semicolon would make two cookies of one; the rest could not stand in a header at all.
const unsendable = /[^\t\x20-\x3a\x3c-\x7e\x80-\xff]/;

/**
 * The caller's own cookies, unchanged, then the jar's: of the same name the caller's win. The jar's stop before the whole is
 * longer than `limit` bytes.
 */
export function cookieHeader(
  own: readonly string[],
  kept: readonly CookiePair[],
  limit: number,
): CookieHeader {
  const names = namesOf(own);
  let value = own.join('; ');
  let omitted = 0;
  for (const { name, text } of kept) {
    if (names.has(name)) continue;
    const longer = value === '' ? text : `${value}; ${text}`;
    if (longer.length > limit || unsendable.test(text)) omitted += 1;
    else value = longer;
  }
  return { value, omitted };
}

/** Splits a Cookie header into its cookies. */
export function pairsOf(header: string): CookiePair[] {
  const pairs: CookiePair[] = [];
  for (const part of header.split(';')) {
    const text = part.trim();
    if (text === '') continue;
    const equals = text.indexOf('=');
    pairs.push({ name: equals === -1 ? '' : text.slice(0, equals).trim(), text });
  }
  return pairs;
}

const none: ReadonlySet<string> = new Set();

function namesOf(own: readonly string[]): ReadonlySet<string> {
  return own.length === 0 ? none : new Set(own.flatMap(pairsOf).map(({ name }) => name));
}
