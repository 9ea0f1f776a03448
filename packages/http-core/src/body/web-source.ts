import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import type { ByteSource } from './byte-source.ts';

/** Whether `value` is a web `ReadableStream`, also one of another realm. */
export function isWebStream(value: object): value is ReadableStream<unknown> {
  return typeof (value as { getReader?: unknown }).getReader === 'function';
}

/** Reads a web stream and locks it from now on. Throws `InvalidRequestError` for one that is or was being read. */
export function webSource(stream: ReadableStream<unknown>): ByteSource {
  // The registered symbol is how Node tells that a stream was read and released again; elsewhere it is undefined.
  const isDisturbed = Reflect.get(stream, Symbol.for('nodejs.stream.disturbed')) === true;
  if (stream.locked || isDisturbed) {
    throw new InvalidRequestError('body is a stream that is locked or has been read');
  }
  const reader = stream.getReader();
  return {
    next: () => reader.read() as Promise<IteratorResult<unknown, unknown>>,
    destroy: (reason) => void reader.cancel(reason).catch(() => {}),
  };
}
