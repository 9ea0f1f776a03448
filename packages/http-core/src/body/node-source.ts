import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import type { ByteSource } from './byte-source.ts';

/** As much of Node's `Readable` as is used, so that nothing of Node is imported. */
export interface NodeStream extends AsyncIterable<unknown> {
  readonly destroyed: boolean;
  readonly readableEnded: boolean;
  readonly readableDidRead: boolean;
  readonly readableFlowing: boolean | null;
  on(event: 'error', listener: () => void): unknown;
  destroy(error?: Error): unknown;
}

/** Whether `value` is a Node `Readable` (or `Duplex`), of whatever copy of the stream package. */
export function isNodeStream(value: object): value is NodeStream {
  const stream = value as Partial<NodeStream> & { pipe?: unknown };
  return (
    typeof stream.pipe === 'function' &&
    typeof stream.on === 'function' &&
    typeof stream.destroy === 'function' &&
    typeof stream[Symbol.asyncIterator] === 'function'
  );
}

/** Reads a Node stream. Throws `InvalidRequestError` for one that has ended, is destroyed or is being read. */
export function nodeSource(stream: NodeStream): ByteSource {
  if (stream.destroyed || stream.readableEnded || stream.readableDidRead || stream.readableFlowing === true) {
    throw new InvalidRequestError('body is a stream that is destroyed or has been read');
  }
  // A file that cannot be opened fails before anybody reads, and an unheard 'error' ends the process.
  stream.on('error', () => {});
  const iterator = stream[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    destroy: (reason) => void stream.destroy(reason instanceof Error ? reason : undefined),
  };
}
