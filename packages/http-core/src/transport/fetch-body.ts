/** A browser sends a stream over HTTP/2 only, and most send none; Node's fetch sends it as it comes. */
const sendsStreams = (): boolean => globalThis.process?.versions?.node !== undefined;

/**
 * A request body in the form that this platform's `fetch` can send: where that is no stream, all of its bytes, read first. `failed` hears
 * the error of a source while it is sent, of which the platform would say only that something failed.
 */
export function fetchBody(
  body: Uint8Array | AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): Uint8Array | ReadableStream<Uint8Array> | Promise<Blob> {
  if (body instanceof Uint8Array) return body;
  const iterator = body[Symbol.asyncIterator]();
  return sendsStreams() ? webStream(iterator, failed) : gather(iterator, signal);
}

function webStream(
  iterator: AsyncIterator<Uint8Array>,
  failed: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        failed(error);
        throw error;
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

async function gather(iterator: AsyncIterator<Uint8Array>, signal: AbortSignal): Promise<Blob> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  try {
    for (;;) {
      const { done, value } = await Promise.race([iterator.next(), aborted]);
      if (done === true) return new Blob(chunks);
      chunks.push(value as Uint8Array<ArrayBuffer>);
    }
  } catch (error) {
    void iterator.return?.();
    throw error;
  }
}
