import { type Classification, type HttpRequest, optionChecks } from '@x/http-core';

/** The `rate` of a breaker: opens on a share of failures instead of failures in a row. */
export interface RateOptions {
  /** The share of failures that opens it, above 0 and up to 1; 0.5 unless given. */
  readonly threshold?: number | undefined;
  /** Milliseconds that are looked back over; 10,000 unless given. */
  readonly window?: number | undefined;
  /** Calls within the window before the share means anything; 10 unless given. */
  readonly minimumCalls?: number | undefined;
}

/** The `breaker` option. `failureThreshold` and `rate` exclude each other. */
export interface BreakerOptions {
  /** Failures in a row that open the circuit; 5 unless given. */
  readonly failureThreshold?: number | undefined;
  readonly rate?: RateOptions | undefined;
  /** Milliseconds a circuit stays open before a probe may go out; 30,000 unless given. */
  readonly openFor?: number | undefined;
  /** Probes in a row that must succeed to close it; 1 unless given. */
  readonly successThreshold?: number | undefined;
  /** `calls` counts what a call comes to after its retries, `attempts` each try; `calls` unless given. */
  readonly counts?: 'calls' | 'attempts' | undefined;
  /** What a circuit is kept for; the origin unless given. Shown in errors and events, so no secrets. */
  readonly key?: ((request: HttpRequest) => string) | undefined;
  /** Circuits kept at most, the least recently used dropped first; 1,000 unless given. */
  readonly maxKeys?: number | undefined;
  /** Whether an outcome speaks against the peer; network errors, timeouts and 5xx unless given. Not asked about aborts and refusals. */
  readonly isFailure?: ((classification: Classification) => boolean) | undefined;
}

/** What the breaker options come to. */
export interface BreakerSettings {
  readonly failureThreshold: number;
  readonly rate:
    | { readonly threshold: number; readonly window: number; readonly minimumCalls: number }
    | undefined;
  readonly openFor: number;
  readonly successThreshold: number;
  readonly counts: 'calls' | 'attempts';
  readonly key: ((request: HttpRequest) => string) | undefined;
  readonly maxKeys: number;
  readonly isFailure: ((classification: Classification) => boolean) | undefined;
}

const { checkCount, checkDuration, checkFunction, checkKeys, checkNumber, refusal } = optionChecks;
const { refuseConfiguration: refuse } = optionChecks;
const names = [
  'failureThreshold',
  'rate',
  'openFor',
  'successThreshold',
  'counts',
  'key',
  'maxKeys',
  'isFailure',
];

/** Checks the options of a breaker; `ConfigurationError` names the first that is wrong. */
export function readBreaker(options: unknown): BreakerSettings {
  const given = checkKeys(refuse, 'breaker', options, names);
  const { failureThreshold, rate, openFor, successThreshold, counts, key, maxKeys, isFailure } = given;
  if (failureThreshold !== undefined && rate !== undefined) {
    throw refuse(
      "Options 'breaker.failureThreshold' and 'breaker.rate' exclude each other: give one of them",
    );
  }
  return Object.freeze({
    failureThreshold: count('failureThreshold', failureThreshold, 5),
    rate: rate === undefined ? undefined : readRate(rate),
    openFor: openFor === undefined ? 30_000 : checkDuration(refuse, 'breaker.openFor', openFor),
    successThreshold: count('successThreshold', successThreshold, 1),
    counts: counts === undefined ? 'calls' : readCounts(counts),
    key:
      key === undefined ? undefined : (checkFunction(refuse, 'breaker.key', key) as BreakerSettings['key']),
    maxKeys: count('maxKeys', maxKeys, 1_000),
    isFailure:
      isFailure === undefined
        ? undefined
        : (checkFunction(refuse, 'breaker.isFailure', isFailure) as BreakerSettings['isFailure']),
  });
}

function count(name: string, value: unknown, fallback: number): number {
  return value === undefined ? fallback : checkCount(refuse, `breaker.${name}`, value, 1);
}

function readRate(value: unknown): BreakerSettings['rate'] {
  const { threshold, window, minimumCalls } = checkKeys(refuse, 'breaker.rate', value, [
    'threshold',
    'window',
    'minimumCalls',
  ]);
  if (threshold === 0) throw refusal(refuse, 'breaker.rate.threshold', threshold, 'above 0 and at most 1');
  return Object.freeze({
    threshold: threshold === undefined ? 0.5 : checkNumber(refuse, 'breaker.rate.threshold', threshold, 0, 1),
    window: window === undefined ? 10_000 : checkNumber(refuse, 'breaker.rate.window', window, 1, 86_400_000),
    minimumCalls: count('rate.minimumCalls', minimumCalls, 10),
  });
}

function readCounts(value: unknown): 'calls' | 'attempts' {
  if (value === 'calls' || value === 'attempts') return value;
  throw refusal(refuse, 'breaker.counts', value, "'calls' or 'attempts'");
}
