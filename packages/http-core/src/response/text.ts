/** The charset of a Content-Type, lower-case; `undefined` where none is named. Linear in the length of the value. */
export function charsetOf(contentType: string | null): string | undefined {
  // Most have no parameters; every JSON body comes through here.
  if (contentType === null || !contentType.includes('=')) return undefined;
  const lower = contentType.toLowerCase();
  const at = lower.indexOf('charset=');
  if (at === -1) return undefined;
  const end = lower.indexOf(';', at);
  const value = lower.slice(at + 8, end === -1 ? undefined : end).trim();
  return value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}

type Utf8 = InstanceType<typeof TextDecoder>;
const strictUtf8 = (): Utf8 => (utf8 ??= new TextDecoder('utf-8', { fatal: true }));
let utf8: Utf8 | undefined;

/** Decodes strictly, byte-order mark removed. Throws on an unknown charset and on bytes that do not fit it. */
export function decodeStrictly(bytes: Uint8Array, charset: string | undefined): string {
  if (charset === undefined || charset === 'utf-8' || charset === 'utf8') return strictUtf8().decode(bytes);
  return new TextDecoder(charset, { fatal: true }).decode(bytes);
}

/** Decodes for reading, as `fetch` does: what does not fit is replaced, an unknown charset is read as UTF-8. */
export function decodeLeniently(bytes: Uint8Array, charset: string | undefined): string {
  if (charset === undefined || charset === 'utf-8') return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
