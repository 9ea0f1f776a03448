/** undici's name and value buffers as text, as they were spelt: name, value, name, value ... */
export function rawHeadersOf(parts: readonly Buffer[]): string[] {
  return parts.map((part) => part.toString('latin1'));
}
