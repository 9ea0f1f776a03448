import type { PreparedBody } from '../body/prepared-body.ts';
import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import type { RequestHeaders } from './headers.ts';

/** What was decided about the length of a request. */
export interface Framing {
  /** Bytes; `undefined` for no body and for a stream that goes out chunked. */
  readonly contentLength: number | undefined;
}

const decidedHere = 'the client decides the framing; leave it out';
const perConnection = 'it belongs to one connection, which the client manages; leave it out';
const refusals: ReadonlyMap<string, string> = new Map([
  ['transfer-encoding', decidedHere],
  ['trailer', 'trailers are not sent; leave it out'],
  ['upgrade', 'a connection is not upgraded; leave it out'],
  ['http2-settings', 'a connection is not upgraded; leave it out'],
  ['keep-alive', perConnection],
  ['proxy-connection', perConnection],
  ['expect', 'waiting for 100-continue is not offered; leave it out'],
]);

/**
 * Writes content-length and content-type into `headers`. Throws `InvalidRequestError` where the caller's own headers
 * could make the peer see another request than was meant (RFC 9112, section 6.3), and for a body with GET or HEAD.
 */
export function applyFraming(
  method: string,
  headers: RequestHeaders,
  body: PreparedBody | undefined,
): Framing {
  if (body === undefined && headers.isFramed && !announcesBody(method)) return nothing;
  for (const name of headers.names()) checkHeader(name, headers);
  if (body !== undefined && (method === 'GET' || method === 'HEAD')) {
    throw new InvalidRequestError(`body cannot go with ${method}; use another method`);
  }
  const declared = readContentLength(headers);
  if (body === undefined) return frameNothing(method, headers, declared);
  // A boundary that only the body knows beats whatever content type a client sends by default.
  if (body.contentType !== undefined && (isMultipart(body.contentType) || !headers.has('content-type'))) {
    headers.set('content-type', body.contentType);
  }
  if (declared !== undefined && body.contentLength !== undefined && declared !== body.contentLength) {
    throw lengthMismatch(declared, body.contentLength);
  }
  const contentLength = body.contentLength ?? declared;
  if (contentLength !== undefined) headers.set('content-length', String(contentLength));
  return { contentLength };
}

function frameNothing(method: string, headers: RequestHeaders, declared: number | undefined): Framing {
  if (declared !== undefined && declared !== 0) throw lengthMismatch(declared, 0);
  if (announcesBody(method)) headers.set('content-length', '0');
  else {
    headers.delete('content-length');
    headers.markFramed();
  }
  return nothing;
}

const nothing: Framing = Object.freeze({ contentLength: undefined });

/** RFC 9110, section 8.6: a method that anticipates a body says that there is none. */
function announcesBody(method: string): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH';
}

function checkHeader(name: string, headers: RequestHeaders): void {
  const refusal = refusals.get(name);
  if (refusal !== undefined) throw new InvalidRequestError(`headers.${name}: ${refusal}`);
  if (name === 'connection' && !/^(?:close|keep-alive)$/i.test(headers.get(name) ?? '')) {
    throw new InvalidRequestError('headers.connection may only be close or keep-alive');
  }
  if (name === 'te' && !/^trailers$/i.test(headers.get(name) ?? '')) {
    throw new InvalidRequestError('headers.te may only be trailers');
  }
  if (name === 'host' && !/^(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.test(headers.get(name) ?? '')) {
    throw new InvalidRequestError('headers.host must be one host, with or without a port');
  }
}

function readContentLength(headers: RequestHeaders): number | undefined {
  const values = headers.getAll('content-length');
  if (values.length === 0) return undefined;
  if (values.length > 1) throw new InvalidRequestError('headers.content-length is given more than once');
  if (!/^\d{1,15}$/.test(values[0] ?? '')) {
    throw new InvalidRequestError('headers.content-length must be a number of bytes in decimal digits');
  }
  return Number(values[0]);
}

function isMultipart(contentType: string): boolean {
  return contentType.startsWith('multipart/form-data;');
}

function lengthMismatch(declared: number, actual: number): InvalidRequestError {
  return new InvalidRequestError(`headers.content-length says ${declared} bytes, the body has ${actual}`);
}
