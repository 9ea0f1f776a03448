import {
  ClientError,
  NetworkError,
  type NetworkErrorReason,
  ProtocolError,
  TlsError,
  type TransportErrorDetails,
} from '../errors/index.ts';
import type { DialPhase } from './dial.ts';
import { codeOf, systemCause } from './system-cause.ts';

const resets: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** The error of the tree for a connection that could not be opened. */
export function dialFailure(
  error: Error,
  phase: DialPhase,
  authority: string,
  details: TransportErrorDetails,
): ClientError {
  if (error instanceof ClientError) return error;
  const cause = systemCause(error);
  const code = codeOf(error);
  const because = code === '' ? cause.message : code;
  const network = (reason: NetworkErrorReason, what: string, retryable = true): NetworkError => {
    const message = `Cannot connect to host ${authority}: ${what} (${because})`;
    return new NetworkError(reason, message, { ...details, cause, retryable });
  };
  if (phase === 'dns') return network('dns', 'its name could not be looked up', code === 'EAI_AGAIN');
  if (code === 'ECONNREFUSED') return network('refused', 'connection refused');
  if (resets.has(code)) {
    return network(
      'reset',
      phase === 'tls' ? 'connection lost during the TLS handshake' : 'connection reset',
    );
  }
  if (phase === 'connect') return network('unreachable', 'host unreachable');
  return tlsError(authority, code, cause, details);
}

/** The error of the tree for an open connection that failed under a request; `hasHead` when its response had begun. */
export function requestFailure(
  error: Error,
  hasHead: boolean,
  authority: string,
  details: TransportErrorDetails,
): ClientError {
  if (error instanceof ClientError) return error;
  const cause = systemCause(error);
  const code = codeOf(error);
  const all = { ...details, cause };
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new ProtocolError('headers', 'The response headers are larger than 16 KiB', all);
  }
  if (code.startsWith('HPE_')) {
    return new ProtocolError('framing', `The response is not HTTP: ${cause.message} (${code})`, all);
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return tlsError(authority, code, cause, details);
  const what = code === '' ? cause.message : `${cause.message} (${code})`;
  return hasHead
    ? new NetworkError('truncated', `The response body broke off: ${what}`, all)
    : new NetworkError('reset', `The connection broke before the response came: ${what}`, all);
}

function tlsError(authority: string, code: string, cause: Error, details: TransportErrorDetails): TlsError {
  const what = cause.message === code ? code : `${cause.message} (${code})`;
  return new TlsError(`Cannot connect to host ${authority}: ${what}`, { ...details, cause, reason: code });
}
