import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import type { ByteSource } from './byte-source.ts';
import { ByteStream } from './byte-stream.ts';
import type { PreparedBody } from './prepared-body.ts';

/** A source that can be read once. */
export class StreamBody implements PreparedBody {
  readonly isReplayable = false;
  readonly contentType = undefined;
  readonly contentLength = undefined;
  readonly #source: ByteSource;
  #stream: ByteStream | undefined;
  #isSpent = false;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  open(expectedLength?: number): AsyncIterable<Uint8Array> {
    if (this.#isSpent) throw new InvalidRequestError('body is a stream, which can be sent only once');
    this.#isSpent = true;
    return (this.#stream = new ByteStream(this.#source, expectedLength));
  }

  destroy(reason: unknown): void {
    this.#isSpent = true;
    (this.#stream ?? this.#source).destroy(reason);
  }
}
