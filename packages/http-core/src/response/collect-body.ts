import { concatenate } from './concatenate.ts';
import type { ResponseBody } from './response-body.ts';

/** What was read of a body: all of it, or what came before it was cut or failed. */
export interface CollectedBody {
  readonly bytes: Uint8Array;
  readonly isCut: boolean;
  /** What it failed with, when that is why it is cut. */
  readonly failure: unknown;
}

/** Reads a body up to `limit` bytes; of a longer one the rest is dropped. Never rejects. */
export async function collectBody(body: ResponseBody, limit: number): Promise<CollectedBody> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let isCut = false;
  let failure: unknown;
  try {
    for (;;) {
      const result = await body.next();
      if (result.done === true) break;
      chunks.push(result.value);
      length += result.value.byteLength;
      if (length <= limit) continue;
      isCut = true;
      body.cancel();
      break;
    }
  } catch (error) {
    isCut = true;
    failure = error;
  }
  const joined = concatenate(chunks, length);
  return { bytes: length > limit ? joined.subarray(0, limit) : joined, isCut, failure };
}
