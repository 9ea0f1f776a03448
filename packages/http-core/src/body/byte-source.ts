/** Where a streamed body comes from. */
export interface ByteSource {
  /** The next chunk, not checked yet. */
  next(): Promise<IteratorResult<unknown, unknown>>;
  /** Ends the caller's object, also while a `next` is pending. Never throws. */
  destroy(reason: unknown): void;
}
