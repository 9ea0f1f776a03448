import type { Transform } from 'node:stream';
import type * as Zlib from 'node:zlib';

import { ProtocolError } from '../errors/protocol-error.ts';
import type { Coding } from './codings.ts';
import { decodingError, isRawDeflate, zstdParameters } from './zlib.ts';

type ZlibStream = Transform & { readonly bytesWritten: number };

function createStream(zlib: typeof Zlib, coding: Coding, first: number, chunkSize: number): ZlibStream {
  // Decodes no chunk before the last one was taken, so that memory holds one at most.
  const options = { chunkSize, readableHighWaterMark: 1 };
  switch (coding) {
    case 'gzip':
      return zlib.createGunzip(options);
    case 'deflate':
      return isRawDeflate(first) ? zlib.createInflateRaw(options) : zlib.createInflate(options);
    case 'br':
      return zlib.createBrotliDecompress(options);
    case 'zstd':
      if (zlib.createZstdDecompress === undefined) {
        throw new ProtocolError('encoding', 'this runtime has no zstd');
      }
      return zlib.createZstdDecompress({ ...options, params: zstdParameters(zlib) });
  }
}

/** A zlib stream turned from events into calls: write a chunk or end, then read until `undefined`. */
export class Engine {
  readonly #stream: ZlibStream;
  readonly #coding: Coding;
  #written = 0;
  #isBusy = false;
  #failure: unknown;
  #wake: (() => void) | undefined;

  /** `first` is the first byte of what will be written. */
  constructor(zlib: typeof Zlib, coding: Coding, first: number, chunkSize: number) {
    this.#coding = coding;
    this.#stream = createStream(zlib, coding, first, chunkSize);
    this.#stream.on('readable', () => this.#wake?.());
    this.#stream.on('end', this.#rest);
    this.#stream.on('error', (error) => {
      this.#failure = error;
      this.#rest();
    });
  }

  readonly #rest = (): void => {
    this.#isBusy = false;
    this.#wake?.();
  };

  write(chunk: Uint8Array): void {
    this.#isBusy = true;
    this.#written += chunk.length;
    this.#stream.write(chunk, this.#rest);
  }

  /** Says that nothing follows: reading then fails when the encoding has not come to its end. */
  end(): void {
    this.#isBusy = true;
    this.#stream.end();
  }

  /** The next decoded chunk, or `undefined` when everything written has been dealt with. */
  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const chunk = this.#stream.read() as Uint8Array | null;
      if (chunk !== null) return chunk;
      if (this.#failure !== undefined) throw decodingError(this.#coding, this.#failure);
      if (!this.#isBusy) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Bytes written behind the end of the encoding, once `read` has said `undefined`. */
  get unused(): number {
    return this.#written - this.#stream.bytesWritten;
  }

  /** Frees the memory outside the heap at once. */
  close(): void {
    this.#stream.destroy();
  }
}
