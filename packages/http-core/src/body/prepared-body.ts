/** A request body in the one form the rest of the client knows. */
export interface PreparedBody {
  /** Whether `open` can be called again and yields the same bytes. */
  readonly isReplayable: boolean;
  /** What content-type to send unless the caller names one. */
  readonly contentType: string | undefined;
  /** Bytes, where known before reading. */
  readonly contentLength: number | undefined;
  /**
   * A fresh source. A stream is held to `expectedLength` bytes (by default to `contentLength`) and ends with an
   * `InvalidRequestError` when it yields more, fewer, or something that is not bytes. Throws one when a body that is
   * not replayable is opened again.
   */
  open(expectedLength?: number): Uint8Array | AsyncIterable<Uint8Array>;
  /** Ends the caller's source, also while it is being read; safe at any time and more than once. */
  destroy(reason: unknown): void;
}
