import { type CallOptionCheck, definePlugin, type Host, optionChecks, type Plugin } from '@x/http-core';

import { breakerLayer } from './breaker/breaker-layer.ts';
import { readBreaker } from './breaker/breaker-options.ts';
import { Circuits } from './breaker/circuit-breaker.ts';
import { readBudget, type RetryBudget, WindowedBudget } from './budget/retry-budget.ts';
import { bulkheadLayer } from './bulkhead/bulkhead-layer.ts';
import { readBulkhead } from './bulkhead/bulkhead-options.ts';
import { Slots } from './bulkhead/bulkhead.ts';
import { fallbackLayer } from './fallback/fallback-layer.ts';
import { type FallbackSettings, readFallback } from './fallback/fallback-options.ts';
import type { ResilienceCallOptions, ResilienceOptions } from './resilience-options.ts';
import { retryLayer } from './retry/retry-layer.ts';
import { defaultRetry, mergeRetry, type RetrySettings } from './retry/retry-options.ts';
import { describeSettings } from './settings.ts';

const { checkBoolean, checkKeys, refuseConfiguration, refuseRequest } = optionChecks;

/**
 * Retry with a budget, and as asked for a circuit breaker, a bulkhead and a fallback. What they keep is per client, except for what
 * was made with `retryBudget`, `circuitBreaker` or `bulkhead`. `ConfigurationError` at once for a wrong option.
 */
export function resilience(options: ResilienceOptions = {}): Plugin<'resilience', ResilienceCallOptions> {
  const parts = readParts(options);
  return definePlugin({
    name: 'resilience',
    contract: 1,
    setup(host: Host) {
      const { retry, fallback } = parts;
      const budget = parts.makeBudget();
      const circuits = parts.makeCircuits();
      const slots = parts.makeSlots();
      const breaker = circuits === undefined ? undefined : breakerLayer(circuits, host);
      const isInside = circuits?.settings.counts === 'attempts';
      return {
        call: {
          recover: fallback === undefined ? undefined : fallbackLayer(fallback),
          breaker: isInside ? undefined : breaker,
          bulkhead: slots === undefined ? undefined : bulkheadLayer(slots, host),
          retry: retryLayer({ host, settings: retry, budget }),
        },
        attempt: { breaker: isInside ? breaker : undefined },
        callOptions: callOptions(retry ?? defaultRetry),
        settings: describeSettings({
          retry,
          budget,
          breaker: circuits?.settings,
          bulkhead: slots?.settings,
          fallback,
        }),
        maxAttempts: retry?.maxAttempts ?? 2,
      };
    },
  });
}

interface Parts {
  readonly retry: RetrySettings | undefined;
  readonly fallback: FallbackSettings | undefined;
  makeBudget(): RetryBudget | undefined;
  makeCircuits(): Circuits | undefined;
  makeSlots(): Slots | undefined;
}

const isOff = (value: unknown): boolean => value === undefined || value === false;

/** Checks everything now; makes what belongs to one client when that is set up. */
function readParts(options: unknown): Parts {
  const names = ['retry', 'budget', 'breaker', 'bulkhead', 'fallback'];
  const given = checkKeys(refuseConfiguration, 'resilience', options, names);
  const { retry, budget, breaker, bulkhead, fallback } = given;
  return {
    retry: retry === false ? undefined : mergeRetry(refuseConfiguration, defaultRetry, retry),
    fallback: isOff(fallback) ? undefined : readFallback(fallback),
    makeBudget: budgetMaker(budget),
    makeCircuits: maker(breaker, Circuits, readBreaker),
    makeSlots: maker(bulkhead, Slots, readBulkhead),
  };
}

function budgetMaker(value: unknown): () => RetryBudget | undefined {
  if (isBudget(value)) return () => value;
  return maker(value === undefined || value === true ? {} : value, WindowedBudget, readBudget);
}

function isBudget(value: unknown): value is RetryBudget {
  const { deposit, tryWithdraw } = (value ?? {}) as Partial<RetryBudget>;
  return typeof deposit === 'function' && typeof tryWithdraw === 'function';
}

/** A policy that was made before is shared; one that is only described is made per client. */
function maker<S, T extends object>(
  value: unknown,
  Policy: new (settings: S) => T,
  read: (options: unknown) => S,
): () => T | undefined {
  if (isOff(value)) return () => undefined;
  if (value instanceof Policy) return () => value;
  const settings = read(value);
  return () => new Policy(settings);
}

function callOptions(retry: RetrySettings): Readonly<Record<string, CallOptionCheck>> {
  const flag =
    (name: string): CallOptionCheck =>
    (value) =>
      void checkBoolean(refuseRequest, name, value);
  return {
    retry: (value) => (value === false ? undefined : void mergeRetry(refuseRequest, retry, value)),
    idempotent: flag('idempotent'),
    breaker: flag('breaker'),
    fallback: flag('fallback'),
  };
}
