/** The peer closed before what was asked for had come. */
export class ConnectionEnded extends Error {
  override readonly name = 'ConnectionEnded';
}

/** Bytes that arrive in pieces, taken in the sizes that a protocol wants. One taker at a time. */
export class ByteReader {
  #chunks: Buffer[] = [];
  #size = 0;
  #isEnded = false;
  #wake: (() => void) | undefined;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    this.#wake?.();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake?.();
  }

  /** What has come and nobody has taken. */
  get available(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  /** Whether something is there to take; `false` once the peer has closed and nothing is left. */
  async hasMore(): Promise<boolean> {
    while (this.#size === 0) {
      if (this.#isEnded) return false;
      await this.#change();
    }
    return true;
  }

  async bytes(count: number): Promise<Buffer> {
    while (this.#size < count) await this.#more(`${count} bytes`);
    const all = this.available;
    this.#size -= count;
    this.#chunks = this.#size === 0 ? [] : [all.subarray(count)];
    return all.subarray(0, count);
  }

  /** Up to and with the delimiter. */
  async until(delimiter: string): Promise<Buffer> {
    let searched = 0;
    for (;;) {
      const found = this.available.indexOf(delimiter, Math.max(0, searched - delimiter.length));
      if (found !== -1) return this.bytes(found + delimiter.length);
      searched = this.#size;
      await this.#more(JSON.stringify(delimiter));
    }
  }

  async #more(wanted: string): Promise<void> {
    if (this.#isEnded) throw new ConnectionEnded(`connection ended while waiting for ${wanted}`);
    await this.#change();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
