import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import { encodeUtf8 } from '../response/utf8.ts';
import type { PreparedBody } from './prepared-body.ts';

/** A body in memory; the bytes are never copied. */
export class BytesBody implements PreparedBody {
  readonly isReplayable = true;
  readonly contentType: string | undefined;
  readonly contentLength: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, contentType: string | undefined) {
    this.#bytes = bytes;
    this.contentType = contentType;
    this.contentLength = bytes.byteLength;
  }

  static fromText(text: string, contentType: string): BytesBody {
    return new BytesBody(encodeUtf8(text), contentType);
  }

  open(expectedLength: number = this.contentLength): Uint8Array {
    // Differs for a buffer that was transferred or resized in between, and for a function that makes another body.
    if (this.#bytes.byteLength !== expectedLength) {
      throw new InvalidRequestError(
        `body has ${this.#bytes.byteLength} bytes where ${expectedLength} were announced`,
      );
    }
    return this.#bytes;
  }

  destroy(): void {}
}
