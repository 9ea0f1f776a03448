import { InvalidRequestError } from '../errors/index.ts';

/** Where a body is written to; a Node `Writable` is one. */
export interface UploadSink {
  /** Calls back when it can take more. */
  write(slice: Uint8Array, taken: () => void): unknown;
  end(bytes?: Uint8Array): unknown;
}

export interface UploadObserver {
  /** So many bytes in all have been handed to the system. */
  progressed(sentBytes: number): void;
  /** Ends everything with this very error: the source threw it, or did not give what was announced. */
  fail(error: unknown): void;
}

/** Small enough for a response to be seen between two writes. */
const sliceSize = 65_536;

/** Whether a body goes out in one piece, with the head. */
export function isSingleWrite(body: Uint8Array | AsyncIterable<Uint8Array>): body is Uint8Array {
  return body instanceof Uint8Array && body.byteLength <= sliceSize;
}

/** Writes one body to a request, no faster than the peer takes it. */
export class Upload {
  readonly #stream: UploadSink;
  readonly #body: Uint8Array | AsyncIterable<Uint8Array>;
  readonly #length: number | undefined;
  readonly #observer: UploadObserver;
  #iterator: AsyncIterator<Uint8Array> | undefined;
  #sent = 0;
  #isStopped = false;

  constructor(
    stream: UploadSink,
    body: Uint8Array | AsyncIterable<Uint8Array>,
    length: number | undefined,
    observer: UploadObserver,
  ) {
    this.#stream = stream;
    this.#body = body;
    this.#length = length;
    this.#observer = observer;
  }

  /** Whether the body goes out in one piece, with the head. */
  get isSingleWrite(): boolean {
    return isSingleWrite(this.#body);
  }

  start(): void {
    if (this.isSingleWrite) this.#stream.end(this.#body as Uint8Array);
    else void this.#pump(this.#body);
  }

  /** Everything is with the system. */
  finished(): void {
    this.#isStopped = true;
    if (this.#body instanceof Uint8Array && this.#body.byteLength > this.#sent) {
      this.#observer.progressed(this.#body.byteLength);
    }
  }

  /** Writes no more and ends the source. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    if (this.#iterator !== undefined) endIterator(this.#iterator);
    else if (!(this.#body instanceof Uint8Array)) endSource(this.#body);
  }

  async #pump(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    try {
      if (body instanceof Uint8Array) await this.#writeSlices(body);
      else await this.#writeAll(body);
      if (!this.#isStopped) this.#stream.end();
    } catch (error) {
      if (this.#isStopped) return;
      this.#isStopped = true;
      this.#observer.fail(error);
    }
  }

  async #writeAll(source: AsyncIterable<Uint8Array>): Promise<void> {
    const iterator = source[Symbol.asyncIterator]();
    this.#iterator = iterator;
    for (;;) {
      const { done, value } = await iterator.next();
      if (this.#isStopped) return;
      if (done === true) break;
      if (this.#length !== undefined && this.#sent + value.byteLength > this.#length) {
        endIterator(iterator);
        throw this.#mismatch('more');
      }
      await this.#writeSlices(value);
      if (this.#isStopped) return;
    }
    // What follows on a kept connection would be read as the rest of this body.
    if (this.#length !== undefined && this.#sent < this.#length) throw this.#mismatch('less');
  }

  async #writeSlices(bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.byteLength && !this.#isStopped; start += sliceSize) {
      const slice = bytes.subarray(start, start + sliceSize);
      await this.#write(slice);
      if (this.#isStopped) return;
      this.#sent += slice.byteLength;
      this.#observer.progressed(this.#sent);
    }
  }

  #write(slice: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      // By way of the event loop, so that an early response is read before the next write can fail on a closed socket.
      // A write that failed is told by the request.
      this.#stream.write(slice, () => void setImmediate(resolve));
    });
  }

  #mismatch(how: string): InvalidRequestError {
    return new InvalidRequestError(
      `The body has ${how} than the ${this.#length} bytes of its content-length`,
    );
  }
}

/** Tells a source that nobody will read it: a generator runs its `finally`, a stream closes. Never throws. */
export function endSource(source: AsyncIterable<Uint8Array>): void {
  try {
    endIterator(source[Symbol.asyncIterator]());
  } catch {
    // A source that is in somebody else's hands.
  }
}

function endIterator(iterator: AsyncIterator<Uint8Array>): void {
  try {
    iterator.return?.().then(undefined, () => {});
  } catch {
    // It was told; what it makes of it is its own business.
  }
}
