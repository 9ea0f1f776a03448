import {
  classify,
  type ClientError,
  createClient,
  definePlugin,
  InvalidRequestError,
  NetworkError,
  ProtocolError,
  ProxyError,
  RedirectError,
  ResponseTooLargeError,
  TimeoutError,
  type TimeoutPhase,
  TlsError,
  type WireResponse,
} from '@x/http-core';
import { resilience } from '@x/http-resilience';

/** A failure, and what `resilience()` does about it without further options. */
export interface Retried {
  readonly failure: string;
  /** Whether another attempt is made of: a GET, a POST, a POST with `idempotent: true`. */
  readonly verdicts: readonly boolean[];
  /** Whether it counts as a failure for the circuit breaker. */
  readonly isFailure: boolean;
}

const phases: readonly TimeoutPhase[] = [
  'pool',
  'dns',
  'connect',
  'tls',
  'proxy',
  'upload',
  'headers',
  'idle',
  'attempt',
  'total',
];

/** Failures as a transport tells them: a status, or an error. */
const failures: readonly (readonly [string, number | (() => ClientError)])[] = [
  ...(['refused', 'unreachable'] as const).map(
    (reason) =>
      [`\`NetworkError\` \`${reason}\``, () => new NetworkError(reason, '', { sent: 'none' })] as const,
  ),
  ['`NetworkError` `dns`, for now', () => new NetworkError('dns', '', { sent: 'none' })],
  [
    '`NetworkError` `dns`, no such name',
    () => new NetworkError('dns', '', { sent: 'none', retryable: false }),
  ],
  ...(['reset', 'truncated'] as const).map(
    (reason) =>
      [`\`NetworkError\` \`${reason}\``, () => new NetworkError(reason, '', { sent: 'complete' })] as const,
  ),
  ['`ProxyError` without an answer', () => new ProxyError('', { sent: 'none' })],
  ['`ProxyError` with a 5xx', () => new ProxyError('', { sent: 'none', proxyStatus: 502 })],
  ['`ProxyError` with a 4xx', () => new ProxyError('', { sent: 'none', proxyStatus: 407 })],
  ['`TlsError`, any', () => new TlsError('')],
  ['`ProtocolError` `stream`', () => new ProtocolError('stream', '')],
  ['`ProtocolError`, any other', () => new ProtocolError('framing', '')],
  ...phases.map((phase) => [`\`TimeoutError\` \`${phase}\``, () => new TimeoutError(phase, 1)] as const),
  ...[400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504].map(
    (status) => [`status ${status}`, status] as const,
  ),
  ['`RedirectError`, any', () => new RedirectError('scheme', '')],
  ['`ResponseTooLargeError`, any', () => new ResponseTooLargeError('declared', 1)],
  ['`InvalidRequestError`, any', () => new InvalidRequestError('')],
];

/** Runs every failure through a client with `resilience()`. */
export async function retried(): Promise<readonly Retried[]> {
  return Promise.all(
    failures.map(async ([failure, outcome]) => {
      const client = failing(outcome);
      const calls = [
        client.get('https://api.example.com/'),
        client.post('https://api.example.com/'),
        client.post('https://api.example.com/', { idempotent: true }),
      ];
      const results = await Promise.all(calls.map((call) => call.result()));
      const verdicts = results.map(({ error }) => error !== undefined && error.attempts.length > 1);
      const { isFailure } = classify(results[0]?.error);
      return { failure, verdicts, isFailure };
    }),
  );
}

function failing(outcome: number | (() => ClientError)) {
  const exchange = async (): Promise<WireResponse> => {
    if (typeof outcome !== 'number') throw outcome();
    return {
      status: outcome,
      statusText: '',
      rawHeaders: [],
      httpVersion: '1.1',
      body: new Uint8Array(),
      destroy: () => {},
      timings: { total: 0 },
      isReusedSocket: false,
    };
  };
  const transport = { name: 'failing', features: new Set<never>(), exchange, close: async () => {} };
  const wire = definePlugin({
    name: 'failing',
    contract: 1,
    setup: () => ({ transport, callOptions: {} }),
  });
  // No waiting, and no budget, since every call here is one that fails.
  return createClient({ random: () => 0, plugins: [wire, resilience({ budget: false })] });
}
