type Outcome = 'whole' | 'cut' | 'failed';
type Over = (chunks: readonly Uint8Array[], outcome: Outcome) => void;

/** Hands a body on as it is read and keeps it; `over` is told once what came, and whether that was all. */
export class RecordedBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #over: Over;
  readonly #chunks: Uint8Array[] = [];
  #isOver = false;

  constructor(source: AsyncIterable<Uint8Array>, over: Over) {
    this.#source = source[Symbol.asyncIterator]();
    this.#over = over;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    try {
      const result = await this.#source.next();
      if (result.done === true) {
        this.#end('whole');
        return { done: true, value: undefined };
      }
      this.#chunks.push(result.value);
      return result;
    } catch (error) {
      this.#end('failed');
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#end('cut');
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Nobody reads on. */
  cut(): void {
    this.#end('cut');
  }

  #end(outcome: Outcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#over(this.#chunks, outcome);
  }
}
