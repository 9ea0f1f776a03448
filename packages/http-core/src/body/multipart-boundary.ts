/** A multipart boundary nobody can guess: 160 bits from the platform's generator, never from `Math.random`. */
export function createBoundary(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  return `----form-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
