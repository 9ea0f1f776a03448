import { capStream } from './cap-stream.ts';
import type { Coding } from './codings.ts';
import { decodeStage } from './decode-stage.ts';
import { returning } from './returning.ts';

/** What leaves the decoder at once: large enough to be worth a trip to the thread pool. */
const streamedChunk = 64 * 1024;

/** What a coding may add to data that it cannot compress, by which an inner layer may exceed the limit on the whole. */
function withOverhead(limit: number): number {
  return limit + Math.ceil(limit / 256) + 1024;
}

/**
 * The body without its content codings, chunk by chunk as it is asked for, `limit` decoded bytes at most. Fails with
 * `NetworkError('truncated')`, `ProtocolError('encoding')` or `ResponseTooLargeError`; when it is left early the source is
 * returned. Destroying the source ends a read that waits for it.
 */
export function decodeStream(
  source: AsyncIterable<Uint8Array>,
  codings: readonly Coding[],
  limit: number,
  chunkSize: number = streamedChunk,
): AsyncIterable<Uint8Array> {
  if (codings.length === 0) return capStream(source, limit);
  let decoded = source;
  // The last one listed was applied last (RFC 9110 section 8.4).
  for (let index = codings.length - 1; index >= 0; index--) {
    const coding = codings[index];
    if (coding === undefined) continue;
    const cap = index === 0 ? limit : withOverhead(limit);
    decoded = decodeStage(decoded, { coding, cap, limit, chunkSize });
  }
  return returning(source, decoded);
}
