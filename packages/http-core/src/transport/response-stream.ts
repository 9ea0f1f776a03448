interface Reader {
  resolve(result: IteratorResult<Uint8Array, undefined>): void;
  reject(error: unknown): void;
}

/** Where the chunks of a body come from. */
export interface ChunkSource {
  pause(): void;
  resume(): void;
}

/** The body of a response, a chunk ahead of its reader. One reader. */
export class ResponseStream implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #source: ChunkSource;
  readonly #cancelled: () => void;
  readonly #ahead: number;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #isPaused = false;
  readonly #readers: Reader[] = [];
  #isEnded = false;
  #error: { readonly error: unknown } | undefined;

  /** `cancelled` is called when the reader wants no more; the source is paused while `ahead` bytes wait for it. */
  constructor(source: ChunkSource, cancelled: () => void, ahead: number = 1) {
    this.#source = source;
    this.#cancelled = cancelled;
    this.#ahead = ahead;
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#size -= chunk.byteLength;
      if (this.#isPaused && this.#size < this.#ahead) {
        this.#isPaused = false;
        this.#source.resume();
      }
      return Promise.resolve({ done: false, value: chunk });
    }
    if (this.#error !== undefined) return Promise.reject(this.#error.error);
    if (this.#isEnded) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.destroy();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Nothing on a body that has ended. */
  destroy(): void {
    if (this.#isEnded || this.#error !== undefined) return;
    this.end();
    this.#chunks = [];
    this.#cancelled();
  }

  /** The last byte has come. */
  end(): void {
    this.#isEnded = true;
    for (const reader of this.#readers.splice(0)) reader.resolve({ done: true, value: undefined });
  }

  /** Every read from now on rejects, bytes that nobody has taken included. */
  fail(error: unknown): void {
    if (this.#isEnded) return;
    this.#error = { error };
    this.#chunks = [];
    for (const reader of this.#readers.splice(0)) reader.reject(error);
  }

  /** The next bytes have come. */
  push(chunk: Buffer): void {
    if (this.#isEnded || this.#error !== undefined) return;
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ done: false, value: bytes });
      return;
    }
    this.#chunks.push(bytes);
    this.#size += bytes.byteLength;
    if (this.#size < this.#ahead || this.#isPaused) return;
    this.#isPaused = true;
    this.#source.pause();
  }
}
