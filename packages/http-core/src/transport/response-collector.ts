/** The bytes of a body as they come, up to a limit. */
export class ResponseCollector {
  readonly #limit: number;
  #first: Buffer | undefined;
  #rest: Buffer[] | undefined;
  size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** `false` when the limit is passed. */
  add(chunk: Buffer): boolean {
    this.size += chunk.byteLength;
    if (this.size > this.#limit) return false;
    if (this.#first === undefined) this.#first = chunk;
    else if (this.#rest === undefined) this.#rest = [chunk];
    else this.#rest.push(chunk);
    return true;
  }

  /** Everything in one piece; a single chunk is not copied. */
  bytes(): Uint8Array {
    const first = this.#first;
    if (first === undefined) return new Uint8Array(0);
    if (this.#rest === undefined) return new Uint8Array(first.buffer, first.byteOffset, first.byteLength);
    const all = new Uint8Array(this.size);
    all.set(first);
    let offset = first.byteLength;
    for (const chunk of this.#rest) {
      all.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return all;
  }
}
