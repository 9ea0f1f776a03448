/**
 * The last bytes of a gzip body. zlib takes a single byte behind the end for the begin of another member and calls the body
 * cut, but a line feed there is what a script adds that prints one after its output.
 */
export class GzipTail {
  #bytes: Uint8Array = new Uint8Array();

  push(chunk: Uint8Array): void {
    // A copy, so that a few bytes do not keep a whole chunk.
    const joined = chunk.length < 5 ? [...this.#bytes, ...chunk] : chunk;
    this.#bytes = Uint8Array.from(joined.slice(-5));
  }

  /** Whether all but the last byte ended with the trailer of so much data (RFC 1952 section 2.3.1), and that byte begins no member. */
  hasStrayByte(size: number): boolean {
    const [first = 0, second = 0, third = 0, fourth = 0, stray] = this.#bytes;
    if (stray === undefined || stray === 0x1f || size === 0) return false;
    return ((first | (second << 8) | (third << 16) | (fourth << 24)) ^ size) >>> 0 === 0;
  }
}
