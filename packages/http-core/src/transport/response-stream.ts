import type { IncomingMessage } from 'node:http';

interface Reader {
  resolve(result: IteratorResult<Uint8Array, undefined>): void;
  reject(error: unknown): void;
}

/** The body of a response, one chunk ahead of its reader. One reader. */
export class ResponseStream implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #response: IncomingMessage;
  readonly #cancelled: () => void;
  #chunk: Uint8Array | undefined;
  readonly #readers: Reader[] = [];
  #isEnded = false;
  #error: { readonly error: unknown } | undefined;

  /** `cancelled` is called when the reader wants no more. */
  constructor(response: IncomingMessage, cancelled: () => void) {
    this.#response = response;
    this.#cancelled = cancelled;
    response.on('data', (chunk: Buffer) => this.#push(chunk));
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunk;
    if (chunk !== undefined) {
      this.#chunk = undefined;
      this.#response.resume();
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
    this.#chunk = undefined;
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
    this.#chunk = undefined;
    for (const reader of this.#readers.splice(0)) reader.reject(error);
  }

  #push(chunk: Buffer): void {
    if (this.#isEnded) return;
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ done: false, value: bytes });
      return;
    }
    this.#chunk = bytes;
    this.#response.pause();
  }
}
