const one = 0x31;
const zero = 0x30;
const two = 0x32;
const end = [0x0d, 0x0a, 0x0d, 0x0a];
/** Bytes of `HTTP/1.1 200`. */
const statusEnd = 12;
const over = -1;

/**
 * Watches the bytes of a response up to its final head. undici takes an interim response 100 for an attack; given another
 * number it passes for any interim response, and what it says is ignored alike (RFC 9110, section 15.2).
 */
export class InterimHeads {
  /** In the status line; from `statusEnd` on somewhere in an interim head. */
  #position = over;
  #matched = 0;
  /** `1.1`, or whatever the peer said; of the last response. */
  httpVersion = '1.1';

  /** A response comes next. */
  begin(): void {
    this.#position = 0;
    this.#matched = 0;
  }

  /** The next bytes of the connection; the status 100 is written over in place. */
  see(chunk: Uint8Array): void {
    if (this.#position === over) return;
    if (this.#position === 0 && chunk.length >= statusEnd && chunk[9] !== one && chunk[0] === 0x48) {
      this.#sawVersion(chunk[7] as number);
      this.#position = over;
      return;
    }
    for (let index = 0; index < chunk.length && this.#position !== over; index++) this.#step(chunk, index);
  }

  #step(chunk: Uint8Array, index: number): void {
    const byte = chunk[index] as number;
    const position = this.#position;
    if (position === statusEnd) {
      this.#findEnd(byte);
      return;
    }
    // A parser skips empty lines before a head.
    if (position === 0 && (byte === 0x0d || byte === 0x0a)) return;
    this.#position++;
    if (position === 7) this.#sawVersion(byte);
    else if (position === 9 && byte !== one) this.#position = over;
    else if (position === 10 && byte !== zero) this.#position = statusEnd;
    else if (position === 11 && byte === zero) chunk[index] = two;
  }

  #findEnd(byte: number): void {
    this.#matched = byte === end[this.#matched] ? this.#matched + 1 : byte === end[0] ? 1 : 0;
    if (this.#matched < end.length) return;
    this.#matched = 0;
    this.#position = 0;
  }

  #sawVersion(byte: number): void {
    if (byte !== one) this.httpVersion = `1.${String.fromCharCode(byte)}`;
    else if (this.httpVersion !== '1.1') this.httpVersion = '1.1';
  }
}
