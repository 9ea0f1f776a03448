import { ReopenedBody } from './reopened-body.ts';
import { webSource } from './web-source.ts';

/** Whether `value` is a `Blob` or `File`, also one of another realm. */
export function isBlob(value: object): value is Blob {
  const tag = Object.prototype.toString.call(value);
  return (
    (tag === '[object Blob]' || tag === '[object File]') &&
    typeof (value as Partial<Blob>).stream === 'function'
  );
}

/** A body read from the blob as it is sent; its type becomes the content type. */
export function blobBody(blob: Blob): ReopenedBody {
  return new ReopenedBody(
    () => webSource(blob.stream()),
    blob.type === '' ? undefined : blob.type,
    blob.size,
  );
}
