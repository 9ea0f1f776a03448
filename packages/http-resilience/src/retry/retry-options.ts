import { optionChecks } from '@x/http-core';

/** The `retry` option, of a client and of one call. */
export interface RetryOptions {
  /** Attempts in all, the first included; 3 unless given. */
  readonly maxAttempts?: number | undefined;
  /** Milliseconds that the first back-off takes at most, doubled with each further one; 100 unless given. */
  readonly baseDelay?: number | undefined;
  /** Milliseconds that any back-off takes at most, and the longest Retry-After that is waited for; 5,000 unless given. */
  readonly maxDelay?: number | undefined;
  /** Statuses worth another attempt, from 400 to 599; 408, 429, 502, 503 and 504 unless given. */
  readonly statuses?: readonly number[] | undefined;
  /** Methods that may be sent twice without being asked; GET, HEAD, OPTIONS, PUT and DELETE unless given. */
  readonly methods?: readonly string[] | undefined;
  /** Whether Retry-After and retry-after-ms are waited for; true unless given. */
  readonly respectRetryAfter?: boolean | undefined;
  /** `rethrow` ends with the last error itself, `wrap` with a `RetryExhaustedError`; `rethrow` unless given. */
  readonly onExhausted?: 'rethrow' | 'wrap' | undefined;
  /** A request header that tells the server which attempt it sees, from 1; none unless given. */
  readonly attemptHeader?: string | undefined;
}

/** What the retry options come to. */
export interface RetrySettings {
  readonly maxAttempts: number;
  readonly baseDelay: number;
  readonly maxDelay: number;
  readonly statuses: ReadonlySet<number>;
  readonly methods: ReadonlySet<string>;
  readonly respectRetryAfter: boolean;
  readonly onExhausted: 'rethrow' | 'wrap';
  readonly attemptHeader: string | undefined;
}

export const defaultRetry: RetrySettings = Object.freeze({
  maxAttempts: 3,
  baseDelay: 100,
  maxDelay: 5_000,
  statuses: new Set([408, 429, 502, 503, 504]),
  methods: new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']),
  respectRetryAfter: true,
  onExhausted: 'rethrow',
  attemptHeader: undefined,
});

const { checkBoolean, checkCount, checkKeys, checkSpan, refusal } = optionChecks;
type Refuse = optionChecks.Refuse;
const names = Object.keys(defaultRetry);

/** Puts one layer's `retry` over the settings of the layer before, per key; refuses what is wrong by name. */
export function mergeRetry(refuse: Refuse, base: RetrySettings, value: unknown): RetrySettings {
  if (value === undefined || value === true) return base;
  const given = checkKeys(refuse, 'retry', value, names);
  const read = <T>(name: keyof RetrySettings, check: (name: string, value: unknown) => T, fallback: T): T =>
    given[name] === undefined ? fallback : check(`retry.${name}`, given[name]);
  return Object.freeze({
    maxAttempts: read('maxAttempts', (name, one) => checkCount(refuse, name, one, 1), base.maxAttempts),
    baseDelay: read('baseDelay', (name, one) => finite(refuse, name, one), base.baseDelay),
    maxDelay: read('maxDelay', (name, one) => finite(refuse, name, one), base.maxDelay),
    statuses: read('statuses', (name, one) => statuses(refuse, name, one), base.statuses),
    methods: read('methods', (name, one) => methods(refuse, name, one), base.methods),
    respectRetryAfter: read(
      'respectRetryAfter',
      (name, one) => checkBoolean(refuse, name, one),
      base.respectRetryAfter,
    ),
    onExhausted: read('onExhausted', (name, one) => ending(refuse, name, one), base.onExhausted),
    attemptHeader: read('attemptHeader', (name, one) => headerName(refuse, name, one), base.attemptHeader),
  });
}

function finite(refuse: Refuse, name: string, value: unknown): number {
  if (value !== Infinity) return checkSpan(refuse, name, value);
  throw refusal(refuse, name, value, 'a finite number of milliseconds');
}

function statuses(refuse: Refuse, name: string, value: unknown): ReadonlySet<number> {
  const isStatus = (one: unknown): boolean =>
    Number.isInteger(one) && Number(one) >= 400 && Number(one) <= 599;
  if (Array.isArray(value) && value.every(isStatus)) return new Set(value as number[]);
  throw refusal(refuse, name, value, 'a list of statuses from 400 to 599');
}

const token = /^[!#$%&'*+.^_`|~\w-]+$/;

function methods(refuse: Refuse, name: string, value: unknown): ReadonlySet<string> {
  const isMethod = (one: unknown): boolean => typeof one === 'string' && token.test(one);
  if (Array.isArray(value) && value.every(isMethod)) {
    return new Set((value as string[]).map((method) => method.toUpperCase()));
  }
  throw refusal(refuse, name, value, 'a list of methods');
}

function ending(refuse: Refuse, name: string, value: unknown): 'rethrow' | 'wrap' {
  if (value === 'rethrow' || value === 'wrap') return value;
  throw refusal(refuse, name, value, "'rethrow' or 'wrap'");
}

function headerName(refuse: Refuse, name: string, value: unknown): string {
  if (typeof value === 'string' && token.test(value)) return value.toLowerCase();
  throw refusal(refuse, name, value, 'the name of a header');
}
