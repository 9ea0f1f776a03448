/** Ends a source that may not have been started. */
async function release(source: AsyncIterable<Uint8Array>): Promise<void> {
  // The iterator of a Node stream that was never started would leave the stream open.
  if ('destroy' in source && typeof source.destroy === 'function') source.destroy();
  else await source[Symbol.asyncIterator]().return?.();
}

/** `decoded` as it is, but that `return` before the first `next` reaches the source too, which a generator would not do. */
export function returning(
  source: AsyncIterable<Uint8Array>,
  decoded: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const iterator = decoded[Symbol.asyncIterator]();
  let isStarted = false;
  const outer: AsyncIterableIterator<Uint8Array, void, undefined> = {
    next() {
      isStarted = true;
      return iterator.next();
    },
    async return() {
      if (!isStarted) await release(source);
      isStarted = true;
      await iterator.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => outer,
  };
  return outer;
}
