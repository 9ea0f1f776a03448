import type { ExchangeCourse } from './exchange-course.ts';

type Result = IteratorResult<Uint8Array, undefined>;
const end: Result = { done: true, value: undefined };

/** A body handed out unread: pieces come as they are asked for. One reader. */
export class MockBodyStream implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #pieces: AsyncGenerator<Uint8Array, void, undefined>;
  readonly #course: ExchangeCourse;
  readonly #finished: (isWhole: boolean) => void;
  readonly #failed: (error: unknown) => unknown;
  #isEnded = false;

  /** `failed` makes of a failure what the reader sees. */
  constructor(
    pieces: AsyncGenerator<Uint8Array, void, undefined>,
    course: ExchangeCourse,
    finished: (isWhole: boolean) => void,
    failed: (error: unknown) => unknown,
  ) {
    this.#pieces = pieces;
    this.#course = course;
    this.#finished = finished;
    this.#failed = failed;
  }

  async next(): Promise<Result> {
    if (this.#isEnded) return end;
    try {
      const result = await this.#course.race(this.#pieces.next());
      if (this.#isEnded) return end;
      if (result.done !== true) return result;
      this.#isEnded = true;
      this.#finished(true);
      return end;
    } catch (error) {
      if (this.#isEnded) return end;
      throw this.#failed(error);
    }
  }

  return(): Promise<Result> {
    this.destroy();
    return Promise.resolve(end);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Ends a body that nobody wants; nothing on one that has ended. */
  destroy(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    // Before the generator is told, which can be only when what it waits for is over.
    this.#finished(false);
    void this.#pieces.return().catch(() => {});
  }
}
