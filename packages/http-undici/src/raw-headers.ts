/** undici's name and value buffers as text: name, value, name, value ... */
export function rawHeadersOf(parts: readonly Buffer[]): string[] {
  const first = parts[0];
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return [];
  const start = first.byteOffset;
  const end = last.byteOffset + last.byteLength;
  // A head that came in one piece is turned into text at once, and the parts cut out of that.
  const isOnePiece = parts.every(({ buffer }) => buffer === first.buffer) && end > start;
  if (!isOnePiece) return parts.map((part) => part.toString('latin1'));
  const text = Buffer.from(first.buffer, start, end - start).toString('latin1');
  const headers: string[] = [];
  for (const { byteOffset, byteLength } of parts) {
    headers.push(text.slice(byteOffset - start, byteOffset - start + byteLength));
  }
  return headers;
}
