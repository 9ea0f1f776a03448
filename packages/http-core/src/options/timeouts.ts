import { checkDuration, checkKeys, type Refuse } from './check.ts';

/** Limits in milliseconds; `undefined` is no limit. */
export interface PhaseTimeouts {
  /** Waiting for a free connection of the pool. */
  readonly pool?: number | undefined;
  /** Name look-up, TCP and TLS together. */
  readonly connect?: number | undefined;
  /** From the request being sent to the response head. */
  readonly headers?: number | undefined;
  /** Between two chunks of a body, sent or received, while somebody waits for the next. */
  readonly idle?: number | undefined;
}

/** The `timeout` option; a number is the total. Milliseconds, `Infinity` or `null` for none. */
export interface TimeoutOptions {
  /** Name look-up, TCP and TLS together. */
  readonly connect?: number | null | undefined;
  /** From the request being sent to the response head. */
  readonly headers?: number | null | undefined;
  /** Between two chunks of a body while somebody waits for the next; also how long a streamed body may go unread. */
  readonly idle?: number | null | undefined;
  /** Waiting for a free connection of the pool; off unless set. */
  readonly pool?: number | null | undefined;
  /** One try, redirects included; off unless set. */
  readonly attempt?: number | null | undefined;
  /** The absolute deadline over queueing, attempts, back-off, redirects, body and decoding. On a stream it ends at the head. */
  readonly total?: number | null | undefined;
}

/** Every limit that holds for a call. */
export interface Timeouts extends PhaseTimeouts {
  readonly attempt?: number | undefined;
  readonly total?: number | undefined;
}

export const defaultTimeouts: Timeouts = Object.freeze({
  pool: undefined,
  connect: 5_000,
  headers: 30_000,
  idle: 30_000,
  attempt: undefined,
  total: 30_000,
});

const names = ['connect', 'headers', 'idle', 'pool', 'attempt', 'total'] as const;

/** Puts one layer's `timeout` over the limits of the layer before; `undefined` inherits, `null` and `Infinity` remove. */
export function mergeTimeouts(refuse: Refuse, base: Timeouts, value: unknown): Timeouts {
  if (value === undefined) return base;
  if (typeof value === 'number') return { ...base, total: limit(refuse, 'timeout', value) };
  const given = checkKeys(refuse, 'timeout', value, names, 'a positive number of milliseconds, or ');
  const merged: { -readonly [K in keyof Timeouts]: Timeouts[K] } = { ...base };
  for (const name of names) {
    const one = given[name];
    if (one !== undefined) merged[name] = one === null ? undefined : limit(refuse, `timeout.${name}`, one);
  }
  return merged;
}

function limit(refuse: Refuse, name: string, value: unknown): number | undefined {
  const duration = checkDuration(refuse, name, value);
  return duration === Infinity ? undefined : duration;
}
