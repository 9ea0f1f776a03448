import type { ClientHttp2Stream } from 'node:http2';

/**
 * Tells whether the peer itself ended a stream (END_STREAM, RFC 9113, section 8.1). Node ends the body of a stream that was
 * reset with NO_ERROR or CANCEL all the same, but has marked the stream closed by then.
 */
export class EndOfStream {
  /** The peer has said all that it had to say. */
  isSeen = false;

  constructor(stream: ClientHttp2Stream) {
    const { push } = stream;
    stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
      if (chunk === null && !stream.closed) this.isSeen = true;
      return push.call(stream, chunk, encoding);
    };
  }
}
