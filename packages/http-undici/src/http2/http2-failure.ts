import { type ClientError, NetworkError, ProtocolError, type TransportErrorDetails } from '@x/http-core';

/** The names of RFC 9113, section 7, by their codes. */
const names: readonly string[] = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
];
export const refusedStream = 7;
/** Sent by the peer, or by Node where headers are larger than it reads. */
const enhanceYourCalm = 11;
export const http11Required = 13;

/** How a stream came to its end before its response had. */
export interface StreamEnd {
  /** Of RFC 9113, section 7. */
  readonly code: number;
  readonly hasHead: boolean;
  /** The connection itself is gone, and the stream with it. */
  readonly isConnectionGone: boolean;
  /** The peer says that it has not looked at the request. */
  readonly isUnprocessed: boolean;
}

/** The error of the tree for a stream that ended early. */
export function streamFailure(
  end: StreamEnd,
  error: Error | undefined,
  details: TransportErrorDetails,
): ClientError {
  const name = names[end.code] ?? `error ${end.code}`;
  const all = { ...details, cause: causeOf(end, error, name) };
  if (end.hasHead) {
    const what = end.isConnectionGone ? 'the connection broke' : `the stream was reset (${name})`;
    return new NetworkError('truncated', `The response body broke off: ${what}`, all);
  }
  if (end.isUnprocessed) {
    return new NetworkError('reset', `The server did not process the request (${name})`, all);
  }
  if (isViolation(end, error)) {
    return new ProtocolError('framing', `The response is not HTTP/2: ${(error as Error).message}`, all);
  }
  if (end.isConnectionGone) {
    return new NetworkError('reset', 'The connection broke before the response came', all);
  }
  if (end.code === enhanceYourCalm) {
    const what = 'The response headers are larger than 16 KiB, or the server wants fewer requests';
    return new ProtocolError('headers', `${what} (${name})`, all);
  }
  return new ProtocolError('stream', `The server reset the stream before the response came (${name})`, all);
}

/** What the peer sent was no HTTP/2. */
function isViolation(end: StreamEnd, error: NodeJS.ErrnoException | undefined): boolean {
  return end.isConnectionGone && error?.code === 'ERR_HTTP2_ERROR';
}

function causeOf({ isConnectionGone }: StreamEnd, error: Error | undefined, name: string): Error {
  if (error !== undefined) return error;
  const code = isConnectionGone ? 'ECONNRESET' : 'ERR_HTTP2_STREAM_ERROR';
  return Object.assign(new Error(isConnectionGone ? 'socket hang up' : `stream reset: ${name}`), { code });
}
