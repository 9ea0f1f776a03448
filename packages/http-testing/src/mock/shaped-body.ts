import { NetworkError, ProtocolError } from '@x/http-core';

import type { ExchangeCourse } from './exchange-course.ts';
import { chunkBytes, type PreparedBody } from './reply-body.ts';
import type { BodyShape } from './step.ts';

/**
 * The pieces of a body in the way the test wants them to come: cut to size, with gaps, broken off or stalled. Holds the body to the
 * `content-length` that the head declares, as a parser does.
 */
export async function* shapedBody(
  body: PreparedBody,
  shape: BodyShape,
  declared: number | undefined,
  course: ExchangeCourse,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { size, gap, truncatedAfter, stalledAfter } = shape;
  const stop = Math.min(truncatedAfter ?? Infinity, stalledAfter ?? Infinity);
  let sent = 0;
  for await (const chunk of 'bytes' in body ? [body.bytes] : body.open(course.context)) {
    let rest = chunkBytes(chunk).subarray(0, stop - sent);
    if (declared !== undefined && sent + rest.byteLength > declared) {
      throw new ProtocolError(
        'framing',
        'The response has more than the bytes of its content-length',
        course.evidence,
      );
    }
    while (rest.byteLength > 0) {
      if (sent > 0 && gap > 0) await course.wait(gap);
      const piece = rest.subarray(0, size);
      rest = rest.subarray(piece.byteLength);
      sent += piece.byteLength;
      yield piece;
    }
    if (sent >= stop) break;
  }
  if (stalledAfter !== undefined && stalledAfter <= (truncatedAfter ?? Infinity)) await course.stall();
  if (truncatedAfter !== undefined || (declared !== undefined && sent < declared)) {
    const message = 'The response body broke off: aborted (ECONNRESET)';
    throw new NetworkError('truncated', message, course.evidence);
  }
}
