import {
  type Classification,
  type Listener,
  NetworkError,
  type NetworkErrorReason,
  ProtocolError,
  ProxyError,
  TimeoutError,
  type TimeoutPhase,
  TlsError,
} from '@x/http-core';

import type { ResilienceEvent } from '../../src/report.ts';

export const url = 'http://a.test/';

/** The events this plugin tells, in the order they came. */
export function record(client: { on(event: string, listener: Listener): () => void }): {
  readonly names: string[];
  readonly details: Readonly<Record<string, unknown>>[];
} {
  const names: string[] = [];
  const details: Readonly<Record<string, unknown>>[] = [];
  for (const event of events) {
    client.on(event, (detail) => {
      names.push(event);
      details.push(detail);
    });
  }
  return { names, details };
}

const events: readonly ResilienceEvent[] = [
  'retry.scheduled',
  'retry.giving_up',
  'retry.budget_refused',
  'retry.streaming_refused',
  'bulkhead.rejected',
  'circuit.opened',
  'circuit.half_open',
  'circuit.closed',
  'circuit.rejected',
];

/** A row of the fault matrix: what a failure without an answer is, and whether another attempt is right. */
export interface Fault {
  readonly name: string;
  readonly retry: Classification['retry'];
  make(): Error;
}

const network = (reason: NetworkErrorReason, sent: 'none' | 'complete', retry: Fault['retry']): Fault => ({
  name: `network ${reason}, sent ${sent}`,
  retry,
  make: () => new NetworkError(reason, reason, { sent }),
});
const timeout = (phase: TimeoutPhase, retry: Fault['retry']): Fault => ({
  name: `timeout ${phase}`,
  retry,
  make: () => new TimeoutError(phase, 100),
});

/** The fault matrix, as far as it comes without a status. */
export const faults: readonly Fault[] = [
  network('refused', 'none', 'safe'),
  network('unreachable', 'none', 'safe'),
  network('reset', 'complete', 'idempotent'),
  network('reset', 'none', 'safe'),
  network('truncated', 'complete', 'idempotent'),
  {
    name: 'name not found',
    retry: 'never',
    make: () => new NetworkError('dns', 'ENOTFOUND', { sent: 'none', retryable: false }),
  },
  network('dns', 'none', 'safe'),
  timeout('dns', 'safe'),
  timeout('connect', 'safe'),
  timeout('tls', 'safe'),
  timeout('proxy', 'safe'),
  timeout('upload', 'idempotent'),
  timeout('headers', 'idempotent'),
  timeout('idle', 'idempotent'),
  timeout('attempt', 'idempotent'),
  timeout('pool', 'never'),
  timeout('total', 'never'),
  { name: 'certificate', retry: 'never', make: () => new TlsError('expired') },
  { name: 'bad framing', retry: 'never', make: () => new ProtocolError('framing', 'two lengths') },
  { name: 'proxy gone', retry: 'safe', make: () => new ProxyError('proxy gone', { sent: 'none' }) },
];

/** A seeded choice for tests that need no spread. */
export const middle = (): number => 0.5;

/** Lets virtual time run until the call has settled, and gives how it ended. */
export async function settled<T>(
  clock: { now(): number; run(end: number): Promise<void> },
  promise: Promise<T>,
  longest = 120_000,
): Promise<{ readonly value?: T; readonly error?: unknown; readonly at: number }> {
  let at = Number.NaN;
  const outcome = promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  void outcome.then(() => (at = clock.now()));
  await clock.run(clock.now() + longest);
  return { ...(await outcome), at };
}
