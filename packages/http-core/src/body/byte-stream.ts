import { describeValue } from '../describe-value.ts';
import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import { encodeUtf8 } from '../response/utf8.ts';
import type { ByteSource } from './byte-source.ts';

/** Checks what a source yields: only bytes and strings, and exactly `expectedLength` bytes where that is known. */
export class ByteStream implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #source: ByteSource;
  readonly #expectedLength: number | undefined;
  #length = 0;
  #isOver = false;
  #failure: { readonly error: unknown } | undefined;
  #rejectRead: ((error: unknown) => void) | undefined;

  constructor(source: ByteSource, expectedLength: number | undefined) {
    this.#source = source;
    this.#expectedLength = expectedLength;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#failure !== undefined) throw this.#failure.error;
    while (!this.#isOver) {
      const result = await this.#read();
      if (result.done === true) {
        this.#checkEnd();
        this.#isOver = true;
        break;
      }
      const chunk = this.#toBytes(result.value);
      // An empty chunk would end a chunked body.
      if (chunk.byteLength === 0) continue;
      this.#length += chunk.byteLength;
      if (this.#expectedLength !== undefined && this.#length > this.#expectedLength) {
        throw this.#fail(`body yields more than the ${this.#expectedLength} bytes of content-length`);
      }
      return { done: false, value: chunk };
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#source.destroy(undefined);
    }
    return { done: true, value: undefined };
  }

  /** Ends the source and rejects a pending `next`: a body cut short must never look like one that ended. */
  destroy(reason: unknown): void {
    if (this.#isOver) return;
    this.#end(reason ?? new InvalidRequestError('body was destroyed while it was being sent'));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #read(): Promise<IteratorResult<unknown, unknown>> {
    try {
      return await new Promise((resolve, reject) => {
        this.#rejectRead = reject;
        this.#source.next().then(resolve, reject);
      });
    } catch (error) {
      if (this.#failure !== undefined) throw this.#failure.error;
      throw this.#fail('body failed while it was being read', error);
    }
  }

  #toBytes(chunk: unknown): Uint8Array {
    if (typeof chunk === 'string') return encodeUtf8(chunk);
    if (isBytes(chunk)) return chunk;
    throw this.#fail(`body yields ${describeValue(chunk)}; chunks must be Uint8Array or string`);
  }

  #checkEnd(): void {
    if (this.#expectedLength !== undefined && this.#length < this.#expectedLength) {
      throw this.#fail(
        `body ended after ${this.#length} of the ${this.#expectedLength} bytes of content-length`,
      );
    }
  }

  #fail(message: string, cause?: unknown): InvalidRequestError {
    const error =
      cause instanceof InvalidRequestError
        ? cause
        : new InvalidRequestError(message, cause === undefined ? {} : { cause });
    this.#end(error);
    return error;
  }

  #end(error: unknown): void {
    this.#isOver = true;
    this.#failure = { error };
    this.#source.destroy(error);
    this.#rejectRead?.(error);
  }
}

/** By tag and not by `instanceof`: a Uint8Array of another realm is as good. */
function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && (value as Partial<Uint8Array>)[Symbol.toStringTag] === 'Uint8Array';
}
