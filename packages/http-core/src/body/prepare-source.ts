import { mismatch } from '../describe-value.ts';
import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import { isSearchParams } from '../headers/name-value-pairs.ts';
import { blobBody, isBlob } from './blob-body.ts';
import { BytesBody } from './bytes-body.ts';
import { isAsyncIterable, iterableSource } from './iterable-source.ts';
import { isFormData, multipartBody } from './multipart-body.ts';
import { createBoundary } from './multipart-boundary.ts';
import { isNodeStream, nodeSource } from './node-source.ts';
import type { PreparedBody } from './prepared-body.ts';
import { StreamBody } from './stream-body.ts';
import { isWebStream, webSource } from './web-source.ts';

const allowed =
  'a string, bytes, a URLSearchParams, a FormData, a Blob, a web or Node stream, an async iterable or a function that makes one of these';

/** Prepares one body; `boundary` is for a form that must match a content type already sent. Throws `InvalidRequestError`. */
export function prepareSource(value: unknown, boundary?: string): PreparedBody {
  if (typeof value === 'string') return BytesBody.fromText(value, 'text/plain;charset=UTF-8');
  if (typeof value !== 'object' || value === null) {
    throw new InvalidRequestError(mismatch('body', value, allowed));
  }
  const bytes = viewBytes(value);
  if (bytes !== undefined) return new BytesBody(bytes, undefined);
  if (isSearchParams(value)) {
    return BytesBody.fromText(value.toString(), 'application/x-www-form-urlencoded;charset=UTF-8');
  }
  if (isFormData(value)) return multipartBody(value, boundary ?? createBoundary());
  if (isBlob(value)) return blobBody(value);
  if (isWebStream(value)) return new StreamBody(webSource(value));
  if (isNodeStream(value)) return new StreamBody(nodeSource(value));
  if (isAsyncIterable(value)) return new StreamBody(iterableSource(value));
  throw new InvalidRequestError(mismatch('body', value, allowed));
}

/** The bytes of a buffer or view without a copy. */
function viewBytes(value: object): Uint8Array | undefined {
  if (value instanceof Uint8Array) return checkAttached(value);
  if (ArrayBuffer.isView(value)) {
    return checkAttached(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }
  if (Object.prototype.toString.call(value) !== '[object ArrayBuffer]') return undefined;
  if ((value as { detached?: boolean }).detached === true) throw detached();
  return new Uint8Array(value as ArrayBuffer);
}

function checkAttached(bytes: Uint8Array): Uint8Array {
  if ((bytes.buffer as { detached?: boolean }).detached === true) throw detached();
  return bytes;
}

// It would go out as an empty body.
function detached(): InvalidRequestError {
  return new InvalidRequestError('body is a buffer that was transferred elsewhere and is empty now');
}
