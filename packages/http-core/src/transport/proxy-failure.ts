import { ClientError, ProxyError, type TransportErrorDetails } from '../errors/index.ts';
import { reasonPhrase } from '../errors/reason-phrase.ts';
import type { DialPhase } from './dial.ts';
import type { TunnelFailure } from './proxy-target.ts';
import { codeOf, systemCause } from './system-cause.ts';
import { dialFailure } from './wire-failure.ts';

/** Who could not be reached, and through whom: `host:port` each. */
export interface ProxyWay {
  readonly target: string;
  readonly proxy: string;
}

const certain: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** The error of the tree for a proxy that could not be reached; its certificate is judged as that of an origin. */
export function proxyDialFailure(
  error: Error,
  phase: DialPhase,
  way: ProxyWay,
  details: TransportErrorDetails,
): ClientError {
  if (error instanceof ClientError) return error;
  const code = codeOf(error);
  if (phase === 'proxy' && !certain.has(code)) return dialFailure(error, 'tls', way.proxy, details);
  const cause = systemCause(error);
  const because = code === '' ? cause.message : code;
  const what = phase === 'dns' ? 'its name could not be looked up' : 'it could not be reached';
  const retryable = phase !== 'dns' || code === 'EAI_AGAIN';
  return new ProxyError(messageOf(way, `${what} (${because})`), { ...details, cause, retryable });
}

/** The error of the tree for a proxy that was reached and made no tunnel. */
export function tunnelFailure(
  { reason, proxyStatus, retryable }: TunnelFailure,
  way: ProxyWay,
  details: TransportErrorDetails,
): ProxyError {
  const what =
    proxyStatus === undefined ? reason : `it answered HTTP ${proxyStatus}: ${reasonPhrase(proxyStatus)}`;
  return new ProxyError(messageOf(way, what), { ...details, proxyStatus, retryable });
}

function messageOf({ target, proxy }: ProxyWay, what: string): string {
  return `Cannot connect to host ${target} through the proxy ${proxy}: ${what}`;
}
