import {
  isClientError,
  NetworkError,
  ProtocolError,
  ProxyError,
  StatusError,
  TimeoutError,
  TransportError,
} from './errors/index.ts';
import { HttpResponse } from './response.ts';

/** How one call or attempt came out, sorted once for every policy. */
export interface Classification {
  readonly kind:
    | 'success'
    | 'client-status'
    | 'server-status'
    | 'network'
    | 'timeout'
    | 'protocol'
    | 'policy'
    | 'aborted';
  readonly status: number | undefined;
  /** Whether it speaks against the peer's health: network errors, timeouts, 5xx. */
  readonly isFailure: boolean;
  /** Of a failure without an answer: `safe` for any method, `idempotent` only when replayable too, or `never`. */
  readonly retry: 'safe' | 'idempotent' | 'never';
  /** Died on a reused keep-alive socket before any byte of an answer: the one silent retry. */
  readonly isStale: boolean;
}

/** Sorts a response, or the error that came instead of one. An error that is not of the tree is a caller's abort. */
export function classify(outcome: unknown): Classification {
  if (outcome instanceof HttpResponse) return ofStatus(outcome.status);
  if (outcome instanceof StatusError) return ofStatus(outcome.status);
  if (!isClientError(outcome)) return sorted('aborted', false, 'never');
  if (outcome instanceof TimeoutError) return sorted('timeout', true, retryOfTimeout(outcome));
  if (outcome instanceof NetworkError) {
    const isStale = outcome.reason === 'reset' && outcome.reused === true && outcome.responseStarted !== true;
    return { kind: 'network', status: undefined, isFailure: true, retry: retryOfNetwork(outcome), isStale };
  }
  if (outcome instanceof ProtocolError) return sorted('protocol', true, retryOfProtocol(outcome));
  if (outcome instanceof TransportError) return sorted('protocol', true, 'never');
  return sorted('policy', false, 'never');
}

const success: Classification = { ...sorted('success', false, 'never'), status: 200 };

function sorted(
  kind: Classification['kind'],
  isFailure: boolean,
  retry: Classification['retry'],
): Classification {
  return { kind, status: undefined, isFailure, retry, isStale: false };
}

function ofStatus(status: number): Classification {
  if (status < 400 || status > 599) return status === 200 ? success : { ...success, status };
  const kind = status < 500 ? 'client-status' : 'server-status';
  return { kind, status, isFailure: status >= 500, retry: 'never', isStale: false };
}

/** Before anything was sent a repeat is safe; with the pool or the whole time gone there is no use in one. */
function retryOfTimeout(error: TimeoutError): Classification['retry'] {
  switch (error.phase) {
    case 'dns':
    case 'connect':
    case 'tls':
    case 'proxy':
      return 'safe';
    case 'upload':
    case 'headers':
    case 'idle':
    case 'attempt':
      return 'idempotent';
    case 'pool':
    case 'total':
      return 'never';
  }
}

/** A peer that gave one stream up may answer the next; one that does not speak HTTP will not. */
function retryOfProtocol(error: ProtocolError): Classification['retry'] {
  return error.reason === 'stream' ? 'idempotent' : 'never';
}

/** Nothing sent is safe for any method; a proxy that answered may have acted on it. */
function retryOfNetwork(error: NetworkError): Classification['retry'] {
  if (!error.retryable) return 'never';
  if (error instanceof ProxyError) return error.proxyStatus === undefined ? 'safe' : 'idempotent';
  return error.sent === 'none' || error.reason === 'refused' || error.reason === 'unreachable'
    ? 'safe'
    : 'idempotent';
}
