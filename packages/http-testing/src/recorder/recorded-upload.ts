import { CassetteError } from './cassette-error.ts';

/** Most bytes of a request's streamed body that are kept to know it by: 64 MiB. */
const mostBytes = 64 * 1024 * 1024;

/** A source that hands its pieces on and keeps them. */
export class RecordedUpload implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** What has been handed on so far. */
  get bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const result = await this.#source.next();
    if (result.done === true) return { done: true, value: undefined };
    this.#size += result.value.byteLength;
    if (this.#size > mostBytes) {
      await this.return();
      throw new CassetteError(
        'A request with a streamed body of more than 64 MiB cannot be recorded or replayed',
      );
    }
    this.#chunks.push(result.value);
    return result;
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** The whole of a body, and of a source what it gives to its end. */
export async function readUpload(
  body: Uint8Array | AsyncIterable<Uint8Array> | undefined,
): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array(0);
  if (body instanceof Uint8Array) return body;
  const upload = new RecordedUpload(body);
  while ((await upload.next()).done !== true);
  return upload.bytes;
}
