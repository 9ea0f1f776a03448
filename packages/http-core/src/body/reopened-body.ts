import type { ByteSource } from './byte-source.ts';
import { ByteStream } from './byte-stream.ts';
import type { PreparedBody } from './prepared-body.ts';

/** A body of known length that is read anew each time: files, and forms that hold some. */
export class ReopenedBody implements PreparedBody {
  readonly isReplayable = true;
  readonly contentType: string | undefined;
  readonly contentLength: number;
  readonly #openSource: () => ByteSource;
  #current: ByteStream | undefined;

  constructor(openSource: () => ByteSource, contentType: string | undefined, contentLength: number) {
    this.#openSource = openSource;
    this.contentType = contentType;
    this.contentLength = contentLength;
  }

  open(expectedLength: number = this.contentLength): AsyncIterable<Uint8Array> {
    this.#current?.destroy(undefined);
    return (this.#current = new ByteStream(this.#openSource(), expectedLength));
  }

  destroy(reason: unknown): void {
    this.#current?.destroy(reason);
    this.#current = undefined;
  }
}
