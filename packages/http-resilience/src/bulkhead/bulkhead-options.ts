import { optionChecks } from '@x/http-core';

/** The `bulkhead` option. */
export interface BulkheadOptions {
  /** Calls in flight at once; required, because no number fits every peer. */
  readonly maxConcurrent: number;
  /** Calls that may wait for a slot; `Infinity` unless given. */
  readonly maxQueue?: number | undefined;
  /** Milliseconds a call waits for a slot: 0 refuses at once, `Infinity` waits; 1,000 unless given. */
  readonly acquireTimeout?: number | undefined;
}

/** What the bulkhead options come to. */
export type BulkheadSettings = { readonly [K in keyof BulkheadOptions]-?: number };

const { checkCount, checkKeys, checkSpan, refuseConfiguration: refuse } = optionChecks;

/** Checks the options of a bulkhead; `ConfigurationError` names the first that is wrong. */
export function readBulkhead(options: unknown): BulkheadSettings {
  const given = checkKeys(refuse, 'bulkhead', options, ['maxConcurrent', 'maxQueue', 'acquireTimeout']);
  const { maxConcurrent, maxQueue, acquireTimeout } = given;
  return Object.freeze({
    maxConcurrent: checkCount(refuse, 'bulkhead.maxConcurrent', maxConcurrent, 1),
    maxQueue: maxQueue === undefined ? Infinity : checkCount(refuse, 'bulkhead.maxQueue', maxQueue, 0),
    acquireTimeout:
      acquireTimeout === undefined ? 1_000 : checkSpan(refuse, 'bulkhead.acquireTimeout', acquireTimeout),
  });
}
