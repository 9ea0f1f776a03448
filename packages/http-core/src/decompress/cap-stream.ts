import { ResponseTooLargeError } from '../errors/response-too-large-error.ts';
import { returning } from './returning.ts';

/** The source itself, until it has given more than `limit` bytes: then `ResponseTooLargeError`, and the source is returned. */
export function capStream(source: AsyncIterable<Uint8Array>, limit: number): AsyncIterable<Uint8Array> {
  return limit === Infinity ? source : returning(source, cap(source, limit));
}

async function* cap(
  source: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let received = 0;
  for await (const chunk of source) {
    received += chunk.length;
    if (received > limit) throw new ResponseTooLargeError('streamed', limit);
    yield chunk;
  }
}
