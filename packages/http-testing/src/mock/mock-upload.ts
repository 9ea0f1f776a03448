import { InvalidRequestError, type WireRequest } from '@x/http-core';

import type { ExchangeCourse } from './exchange-course.ts';

/** Takes in the body of a request, as much of it as the exchange has use for. */
export class MockUpload {
  readonly #wire: WireRequest;
  readonly #course: ExchangeCourse;
  #iterator: AsyncIterator<Uint8Array> | undefined;
  #isDone = false;
  /** What has come. */
  bytes: Uint8Array = new Uint8Array(0);

  constructor(wire: WireRequest, course: ExchangeCourse) {
    this.#wire = wire;
    this.#course = course;
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
    const { done, value } = await this.#course.race(this.#iterator.next());
    const { contentLength } = this.#wire;
    const length = this.bytes.byteLength + (done === true ? 0 : value.byteLength);
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

  #take(piece: Uint8Array): void {
    const all = new Uint8Array(this.bytes.byteLength + piece.byteLength);
    all.set(this.bytes);
    all.set(piece, this.bytes.byteLength);
    this.bytes = all;
    if (piece.byteLength > 0) this.#wire.onProgress?.(all.byteLength);
  }
}
