import { ResponseTooLargeError } from '../errors/response-too-large-error.ts';
import type { Coding } from './codings.ts';
import { Frames } from './frames.ts';
import { GzipTail } from './gzip-tail.ts';
import { trailingData } from './zlib.ts';

export interface StageOptions {
  readonly coding: Coding;
  /** Decoded bytes that may leave this stage. */
  readonly cap: number;
  /** The limit that the caller set, for the error. */
  readonly limit: number;
  /** Bytes decoded at once. */
  readonly chunkSize: number;
}

/** Undoes one coding; pulls from the source only what the consumer asks for. */
export async function* decodeStage(
  source: AsyncIterable<Uint8Array>,
  { coding, cap, limit, chunkSize }: StageOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const frames = new Frames(coding, chunkSize);
  const tail = coding === 'gzip' ? new GzipTail() : undefined;
  let size = 0;
  const counted = (decoded: Uint8Array): Uint8Array => {
    size += decoded.length;
    if (size > cap) throw new ResponseTooLargeError('streamed', limit);
    return decoded;
  };
  const atEnd = (error: unknown): never => {
    throw tail?.hasStrayByte(size) === true ? trailingData(coding) : error;
  };
  try {
    for await (const chunk of source) {
      if (chunk.length === 0) continue;
      tail?.push(chunk);
      frames.write(chunk);
      for (let decoded; (decoded = await frames.read()) !== undefined;) yield counted(decoded);
    }
    // No bytes at all are an empty body: a HEAD, a 204, a 304.
    if (!frames.hasBegun) return;
    frames.end();
    for (let decoded; (decoded = await frames.read().catch(atEnd)) !== undefined;) yield counted(decoded);
  } finally {
    frames.close();
  }
}
