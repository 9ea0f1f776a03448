import { ConfigurationError } from '@x/http-core';

/** What a body function gets: the client's clock, and a wait that never ends. */
export interface BodyContext {
  /** Resolves after so many milliseconds of the client's clock; rejects when the exchange has ended. */
  wait(milliseconds: number): Promise<void>;
  /** A body that does not come: resolves never; rejects when the exchange has ended. */
  stall(): Promise<never>;
}

/** A piece of a streamed body; text goes out as UTF-8. */
export type BodyChunk = string | Uint8Array;

/** A body made anew for every exchange, usually an async generator; what it throws ends the exchange. */
export type BodyFunction = (context: BodyContext) => AsyncIterable<BodyChunk> | Iterable<BodyChunk>;

/** What a reply may have for a body: text, bytes, a form, a stream of chunks, a function that makes one; everything else goes out as JSON. */
export type ReplyBody = BodyFunction | string | number | boolean | object | null;

/** A body ready to be sent: all bytes, or what makes them. */
export type PreparedBody =
  | { readonly bytes: Uint8Array; readonly type?: string | undefined }
  | { readonly open: BodyFunction };

const empty: PreparedBody = { bytes: new Uint8Array(0) };

/**
 * Text, bytes, a form, a stream of chunks or a function that makes one as they are; everything else as JSON, taken now.
 * Throws `ConfigurationError` for what is not JSON.
 */
export function prepareReplyBody(body: unknown): PreparedBody {
  if (body === undefined) return empty;
  if (typeof body === 'string') return { bytes: encode(body), type: 'text/plain;charset=utf-8' };
  if (typeof body === 'function') return { open: body as BodyFunction };
  if (body instanceof URLSearchParams) {
    return { bytes: encode(body.toString()), type: 'application/x-www-form-urlencoded;charset=utf-8' };
  }
  if (body instanceof ArrayBuffer) return { bytes: new Uint8Array(body.slice(0)) };
  if (ArrayBuffer.isView(body)) {
    return { bytes: new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice() };
  }
  if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body) {
    return { open: once(body as AsyncIterable<BodyChunk>) };
  }
  return { bytes: encode(toJson(body)), type: 'application/json' };
}

/** A chunk as bytes; throws for what is neither text nor bytes. */
export function chunkBytes(chunk: unknown): Uint8Array {
  if (typeof chunk === 'string') return encode(chunk);
  if (chunk instanceof Uint8Array) return chunk;
  throw new ConfigurationError('A chunk of a streamed body must be a string or a Uint8Array');
}

/** A stream can be read once; the second exchange that wants it must not get an empty body. */
function once(stream: AsyncIterable<BodyChunk>): BodyFunction {
  let isTaken = false;
  return () => {
    if (isTaken) {
      throw new ConfigurationError(
        'The stream of this reply has been sent before; give a function that makes one',
      );
    }
    isTaken = true;
    return stream;
  };
}

function toJson(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new ConfigurationError('The body of a reply cannot be written as JSON', { cause });
  }
  if (text === undefined) throw new ConfigurationError(`The body of a reply cannot be a ${typeof value}`);
  return text;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
