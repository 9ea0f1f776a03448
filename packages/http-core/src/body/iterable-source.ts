import type { ByteSource } from './byte-source.ts';

/** Whether `value` is an async iterable. */
export function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return typeof (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === 'function';
}

/** Reads an async iterable, begun on the first `next`. */
export function iterableSource(iterable: AsyncIterable<unknown>): ByteSource {
  let iterator: AsyncIterator<unknown> | undefined;
  const begin = (): AsyncIterator<unknown> => (iterator ??= iterable[Symbol.asyncIterator]());
  return {
    next: async () => begin().next(),
    destroy: () => {
      // A generator that never began is closed as well, so that no later reader gets hold of it. Its own failure to close is nobody's news.
      void (async () => begin().return?.())().catch(() => {});
    },
  };
}
