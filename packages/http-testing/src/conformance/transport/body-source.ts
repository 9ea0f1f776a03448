/** A request body that tells how much of it was read, and when it was ended. */
export interface BodySource {
  readonly body: AsyncIterable<Uint8Array>;
  readonly state: { readonly given: number; readonly isEnded: boolean; readonly ended: Promise<void> };
}

/** A body of these chunks. */
export function source(chunks: Iterable<Uint8Array> | (() => AsyncIterable<Uint8Array>)): BodySource {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const state = { given: 0, isEnded: false, ended };
  async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const chunk of typeof chunks === 'function' ? chunks() : chunks) {
        state.given += chunk.byteLength;
        yield chunk;
      }
    } finally {
      state.isEnded = true;
      resolve();
    }
  }
  return { body: body(), state };
}

/** So many chunks of so many bytes. */
export function* repeated(count: number, size: number): Generator<Uint8Array, void, undefined> {
  for (let index = 0; index < count; index += 1) yield new Uint8Array(size).fill(index);
}
