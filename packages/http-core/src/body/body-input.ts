/** One body: bytes and `Blob`s and forms can be sent again, streams and iterables cannot. */
export type BodySource =
  | string
  | Uint8Array
  | ArrayBuffer
  | ArrayBufferView
  | URLSearchParams
  | FormData
  | Blob
  | ReadableStream
  | AsyncIterable<Uint8Array | string>;

/** The `body` option: a body, or a function that makes one, called again for each time it is sent. */
export type BodyInput = BodySource | (() => BodySource | Promise<BodySource>);
