import type { Coding } from './codings.ts';
import { Engine } from './engine.ts';
import { loadZlib, trailingData, truncated } from './zlib.ts';
import { ZstdFrames } from './zstd-frames.ts';

/**
 * The engine of one coding, begun with the first byte and, for Zstandard, anew with every frame that begins in the middle of
 * a chunk (RFC 8878 section 3); zlib goes from one member of gzip to the next by itself. Anything else behind the end is a
 * `ProtocolError('encoding')`.
 */
export class Frames {
  readonly #coding: Coding;
  readonly #chunkSize: number;
  #engine: Engine | undefined;
  #chunk: Uint8Array | undefined;
  readonly #zstd: ZstdFrames | undefined;

  constructor(coding: Coding, chunkSize: number) {
    this.#coding = coding;
    this.#chunkSize = chunkSize;
    this.#zstd = coding === 'zstd' ? new ZstdFrames() : undefined;
  }

  get hasBegun(): boolean {
    return this.#engine !== undefined;
  }

  /** Takes a chunk that is not empty; `read` until `undefined` before the next. */
  write(chunk: Uint8Array): void {
    this.#zstd?.push(chunk);
    this.#engine ??= this.#begin(chunk);
    this.#chunk = chunk;
    this.#engine.write(chunk);
  }

  /** Says that nothing follows; a `NetworkError('truncated')` here or in `read` when something should. */
  end(): void {
    if (this.#zstd?.isComplete === false) throw truncated(this.#coding);
    this.#chunk = undefined;
    this.#engine?.end();
  }

  /** The next decoded chunk, or `undefined` when everything written has been dealt with. */
  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const decoded = await this.#engine?.read();
      if (decoded !== undefined) return decoded;
      const chunk = this.#chunk;
      const unused = this.#engine?.unused ?? 0;
      if (unused === 0 || chunk === undefined) return undefined;
      this.#restart(chunk.subarray(chunk.length - unused));
    }
  }

  close(): void {
    this.#engine?.close();
  }

  #restart(rest: Uint8Array): void {
    if (this.#coding !== 'zstd') throw trailingData(this.#coding);
    this.close();
    this.#engine = this.#begin(rest);
    this.#chunk = rest;
    this.#engine.write(rest);
  }

  #begin(chunk: Uint8Array): Engine {
    return new Engine(loadZlib(), this.#coding, chunk[0] ?? 0, this.#chunkSize);
  }
}
