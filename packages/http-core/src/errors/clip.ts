/** At most `max` UTF-16 units, well-formed, control characters other than line feeds turned to spaces. */
export function clip(text: string, max: number): string {
  const cut = text.length > max ? `${text.slice(0, max - 1)}…` : text;
  return cut.toWellFormed().replace(/(?!\n)\p{Cc}/gu, ' ');
}

/** The same on one line: for text that a peer or a foreign library wrote. */
export function clipLine(text: string, max: number): string {
  return clip(text, max).replaceAll('\n', ' ');
}

/** Bytes of the text as UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
