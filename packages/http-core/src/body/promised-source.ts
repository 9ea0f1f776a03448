import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import type { ByteSource } from './byte-source.ts';
import { prepareSource } from './prepare-source.ts';
import type { PreparedBody } from './prepared-body.ts';

/** Reads a body that a promise brings; one that comes after `destroy` is destroyed at once. */
export class PromisedSource implements ByteSource {
  readonly #opening: Promise<AsyncIterator<unknown>>;
  #body: PreparedBody | undefined;
  #destroyed: { readonly reason: unknown } | undefined;

  constructor(promise: PromiseLike<unknown>) {
    this.#opening = this.#open(promise);
    // Nobody may ever ask for it.
    this.#opening.catch(() => {});
  }

  async next(): Promise<IteratorResult<unknown, unknown>> {
    return (await this.#opening).next();
  }

  destroy(reason: unknown): void {
    this.#destroyed ??= { reason };
    this.#body?.destroy(reason);
  }

  async #open(promise: PromiseLike<unknown>): Promise<AsyncIterator<unknown>> {
    const body = prepareSource(await promise);
    this.#body = body;
    if (this.#destroyed !== undefined) {
      body.destroy(this.#destroyed.reason);
      throw new InvalidRequestError('body came after the request had ended');
    }
    if (body.contentType?.startsWith('multipart/form-data;') === true) {
      throw new InvalidRequestError(
        'body is a function whose promise brings a FormData; the boundary must be known first, so return it without a promise',
      );
    }
    const opened = body.open();
    return opened instanceof Uint8Array ? once(opened) : opened[Symbol.asyncIterator]();
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
