import { InvalidRequestError, type WireRequest } from '@x/http-core';

import { CollectedBytes } from './collected-bytes.ts';
import type { ExchangeCourse } from './exchange-course.ts';

/** Takes in the body of a request, as much of it as the exchange has use for. */
export class MockUpload {
  readonly #wire: WireRequest;
  readonly #course: ExchangeCourse;
  #iterator: AsyncIterator<Uint8Array> | undefined;
  #isDone = false;
  readonly #collected = new CollectedBytes();
  /** What the source threw: the caller's own error, and no mistake of the test. */
  failure: { readonly error: unknown } | undefined;

  constructor(wire: WireRequest, course: ExchangeCourse) {
    this.#wire = wire;
    this.#course = course;
  }

  /** What has come. */
  get bytes(): Uint8Array {
    return this.#collected.bytes;
  }

  /** Everything; nothing when that has been read before. */
  async all(): Promise<void> {
    if (this.#isDone) return;
    const { body, timeouts } = this.#wire;
    this.#course.begin('upload', body === undefined ? undefined : timeouts.idle);
    if (body instanceof Uint8Array) this.#take(body);
    else if (body !== undefined) while (await this.#next()) this.#course.progress();
    this.#isDone = true;
    this.#course.sent = 'complete';
  }

  /** The first piece and no more. */
  async some(): Promise<void> {
    if (this.#isDone) return;
    const { body, timeouts } = this.#wire;
    this.#course.begin('upload', timeouts.idle);
    if (body !== undefined && !(body instanceof Uint8Array)) await this.#next();
    this.#course.sent = 'partial';
  }

  /** Tells a source that nobody will read the rest. */
  stop(): void {
    const { body } = this.#wire;
    if (this.#isDone || body === undefined || body instanceof Uint8Array) return;
    this.#isDone = true;
    try {
      const iterator = this.#iterator ?? body[Symbol.asyncIterator]();
      iterator.return?.().then(undefined, () => {});
    } catch {
      // It was told; what it makes of it is its own business.
    }
  }

  async #next(): Promise<boolean> {
    this.#iterator ??= (this.#wire.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
    this.#course.sent = 'partial';
    const { done, value } = await this.#pull(this.#iterator);
    const { contentLength } = this.#wire;
    const length = this.#collected.size + (done === true ? 0 : value.byteLength);
    if (contentLength !== undefined && (done === true ? length < contentLength : length > contentLength)) {
      const how = done === true ? 'less' : 'more';
      this.#isDone = done === true;
      throw new InvalidRequestError(
        `The body has ${how} than the ${contentLength} bytes of its content-length`,
      );
    }
    if (done === true) return false;
    this.#take(value);
    return true;
  }

  async #pull(iterator: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
    try {
      return await this.#course.race(iterator.next());
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  #take(piece: Uint8Array): void {
    this.#collected.add(piece);
    if (piece.byteLength > 0) this.#wire.onProgress?.(this.#collected.size);
  }
}
