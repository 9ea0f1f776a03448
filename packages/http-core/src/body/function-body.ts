import { describeValue } from '../describe-value.ts';
import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import { ByteStream } from './byte-stream.ts';
import { prepareSource } from './prepare-source.ts';
import type { PreparedBody } from './prepared-body.ts';
import { PromisedSource } from './promised-source.ts';

/**
 * A body made anew for each time it is sent. The function is called once in advance, to learn type and length; a
 * function that returns a promise has neither, and goes out chunked.
 */
export class FunctionBody implements PreparedBody {
  readonly isReplayable = true;
  readonly contentType: string | undefined;
  readonly contentLength: number | undefined;
  readonly #make: () => unknown;
  #made: PreparedBody | PromisedSource | undefined;
  #current: PreparedBody | ByteStream | PromisedSource | undefined;

  constructor(make: () => unknown) {
    this.#make = make;
    this.#current = this.#made = this.#call();
    if (!(this.#made instanceof PromisedSource)) {
      this.contentType = this.#made.contentType;
      this.contentLength = this.#made.contentLength;
    }
  }

  open(expectedLength: number | undefined = this.contentLength): Uint8Array | AsyncIterable<Uint8Array> {
    if (this.#made === undefined) this.#current?.destroy(undefined);
    const body = this.#made ?? this.#call();
    this.#made = undefined;
    if (body instanceof PromisedSource) return (this.#current = new ByteStream(body, expectedLength));
    this.#current = body;
    return body.open(expectedLength);
  }

  destroy(reason: unknown): void {
    this.#current?.destroy(reason);
    this.#current = this.#made = undefined;
  }

  #call(): PreparedBody | PromisedSource {
    let value: unknown;
    try {
      value = this.#make();
    } catch (cause) {
      throw new InvalidRequestError('body is a function that threw', { cause });
    }
    if (isPromise(value)) return new PromisedSource(value);
    if (typeof value === 'function') {
      throw new InvalidRequestError(`body is a function that returned ${describeValue(value)}`);
    }
    return prepareSource(value, this.contentType?.split('boundary=')[1]);
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}
