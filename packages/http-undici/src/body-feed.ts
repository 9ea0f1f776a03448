import type { Socket } from 'node:net';

import type { UploadSink } from '@x/http-core/transport';

type Pull = (result: IteratorResult<Uint8Array, undefined>) => void;

/**
 * Hands a body over to undici piece by piece, as `Upload` writes it. Once abandoned it never answers again: undici sends no
 * more then, nor takes what it has for a whole body.
 */
export class BodyFeed implements UploadSink, AsyncIterableIterator<Uint8Array, undefined> {
  readonly #socket: Socket;
  #pull: Pull | undefined;
  #slice: Uint8Array | undefined;
  #taken: (() => void) | undefined;
  #isEnded = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** undici asks for the next piece when the system has taken the last one. */
  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const taken = this.#taken;
    this.#taken = undefined;
    return new Promise((resolve) => {
      this.#pull = resolve;
      taken?.();
      this.#answer();
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  write(slice: Uint8Array, taken: () => void): void {
    this.#slice = slice;
    this.#taken = taken;
    this.#answer();
  }

  end(): void {
    this.#isEnded = true;
    this.#answer();
  }

  #answer(): void {
    const pull = this.#pull;
    if (pull === undefined) return;
    if (this.#slice !== undefined) {
      const value = this.#slice;
      this.#slice = undefined;
      this.#pull = undefined;
      pull({ done: false, value });
    } else if (this.#isEnded) this.#finish(pull);
  }

  /** The end is told when the system has everything, not when the last piece is on its way there. */
  #finish(pull: Pull): void {
    this.#pull = undefined;
    const end = (): void => pull({ done: true, value: undefined });
    if (this.#socket.writableLength === 0) end();
    else this.#socket.once('drain', end);
  }
}
