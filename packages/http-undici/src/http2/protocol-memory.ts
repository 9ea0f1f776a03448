const http1: readonly string[] = ['http/1.1'];
const both: readonly string[] = ['h2', 'http/1.1'];
/** Peers that are remembered at most. */
const most = 1_000;

/** Which peers turned out to speak HTTP/1.1 alone, and which ones insist on it (HTTP_1_1_REQUIRED). */
export class ProtocolMemory {
  readonly #without = new Map<string, 'chosen' | 'required'>();

  /** What to offer that peer (ALPN). One that only chose HTTP/1.1 may choose otherwise next time. */
  readonly offer = (key: string): readonly string[] => (this.#without.get(key) === 'required' ? http1 : both);

  isWithout(key: string): boolean {
    return this.#without.has(key);
  }

  /** The peer chose HTTP/1.1, or refused a request over HTTP/2. */
  without(key: string, how: 'chosen' | 'required'): void {
    const known = this.#without.get(key);
    this.#without.delete(key);
    this.#without.set(key, known === 'required' ? known : how);
    if (this.#without.size <= most) return;
    for (const oldest of this.#without.keys()) {
      this.#without.delete(oldest);
      break;
    }
  }

  /** The peer chose HTTP/2. */
  speaks(key: string): void {
    this.#without.delete(key);
  }
}
