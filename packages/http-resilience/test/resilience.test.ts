import { type AnyPlugin, ConfigurationError, createClient, definePlugin } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import * as index from '../src/index.ts';
import { resilience, type ResilienceOptions } from '../src/index.ts';
import { url } from './support/harness.ts';
import { wire, wireResponse } from './support/wire.ts';

const transport = wire(async () => wireResponse(200));
const use = (): number => 1;

function chain(options?: ResilienceOptions): readonly string[] {
  const client = createClient({ plugins: [transport, resilience(options)] });
  return client
    .describe()
    .chain.filter(({ plugin }) => plugin === 'resilience')
    .map(({ scope, slot }) => `${scope}.${slot}`);
}

describe('the package', () => {
  it('exports the plugin, and a factory for each policy that can be shared', () => {
    expect(Object.keys(index).toSorted()).toEqual([
      'bulkhead',
      'circuitBreaker',
      'resilience',
      'retryBudget',
    ]);
  });
});

describe('what is on', () => {
  it('without options: retry', () => {
    expect(chain()).toEqual(['call.retry']);
    expect(chain({ breaker: false, bulkhead: false, fallback: false })).toEqual(['call.retry']);
  });

  it('X1: everything, in the one order, whatever the order of the keys', () => {
    const inOrder = ['call.recover', 'call.breaker', 'call.bulkhead', 'call.retry'];
    expect(chain({ bulkhead: { maxConcurrent: 1 }, fallback: { use }, breaker: {} })).toEqual(inOrder);
    expect(chain({ breaker: {}, fallback: { use }, bulkhead: { maxConcurrent: 1 } })).toEqual(inOrder);
  });

  it("X1: a breaker that counts attempts, inside retry and around the attempt's timeout", () => {
    expect(chain({ breaker: { counts: 'attempts' } })).toEqual(['call.retry', 'attempt.breaker']);
    const links = createClient({ plugins: [transport, resilience({ breaker: { counts: 'attempts' } })] })
      .describe()
      .chain.map(({ scope, slot }) => `${scope}.${slot}`);
    expect(links.indexOf('attempt.breaker')).toBeLessThan(links.indexOf('attempt.timeout'));
    expect(links.indexOf('call.deadline')).toBe(0);
  });

  it('is described, with the worst case', () => {
    const plugins = [
      transport,
      resilience({ breaker: {}, fallback: { use }, retry: { maxAttempts: 4 } }),
    ] as const;
    const { chain: links, worstCase } = createClient({ plugins, redirect: { follow: false } }).describe();
    expect(worstCase.requests).toBe(4);
    expect(links.find(({ slot }) => slot === 'retry')?.settings).toEqual({
      retry: {
        maxAttempts: 4,
        baseDelay: 100,
        maxDelay: 5_000,
        statuses: [408, 429, 502, 503, 504],
        methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'],
        respectRetryAfter: true,
        onExhausted: 'rethrow',
        attemptHeader: undefined,
      },
      budget: { ttl: 10_000, minRetriesPerSecond: 10, percentCanRetry: 0.2 },
      breaker: {
        failureThreshold: 5,
        openFor: 30_000,
        successThreshold: 1,
        counts: 'calls',
        key: 'origin',
        maxKeys: 1_000,
        isFailure: 'network errors, timeouts, 5xx',
      },
      bulkhead: false,
      fallback: { on: ['ClientError'] },
    });
    const off = createClient({
      plugins: [transport, resilience({ retry: false, budget: false, breaker: { rate: {} } })],
    });
    expect(off.describe().chain.find(({ slot }) => slot === 'retry')?.settings).toMatchObject({
      retry: false,
      budget: false,
      breaker: { rate: { threshold: 0.5, window: 10_000, minimumCalls: 10 } },
    });
  });
});

describe('a wrong option', () => {
  it.each([
    [{ retry: { maxAttempts: 0 } }, 'retry.maxAttempts must be a whole number from 1'],
    [{ retry: { maxAttempts: 2.5 } }, 'retry.maxAttempts'],
    [{ retry: { baseDelay: -1 } }, 'retry.baseDelay must be zero or a positive number of milliseconds'],
    [{ retry: { maxDelay: Infinity } }, 'retry.maxDelay'],
    [{ retry: { statuses: [200] } }, 'retry.statuses must be a list of statuses from 400 to 599'],
    [{ retry: { statuses: 503 } }, 'retry.statuses'],
    [{ retry: { methods: ['GE T'] } }, 'retry.methods'],
    [{ retry: { respectRetryAfter: 1 } }, 'retry.respectRetryAfter'],
    [{ retry: { onExhausted: 'throw' } }, "retry.onExhausted must be 'rethrow' or 'wrap'"],
    [{ retry: { attemptHeader: 'a b' } }, 'retry.attemptHeader'],
    [{ retry: { limit: 2 } }, 'retry.limit'],
    [{ budget: { percentCanRetry: 1_001 } }, 'budget.percentCanRetry must be a number from 0 to 1000'],
    [
      { breaker: { failureThreshold: 3, rate: {} } },
      "'breaker.failureThreshold' and 'breaker.rate' exclude each other",
    ],
    [{ breaker: { failureThreshold: 0 } }, 'breaker.failureThreshold'],
    [{ breaker: { openFor: 0 } }, 'breaker.openFor'],
    [{ breaker: { successThreshold: 0 } }, 'breaker.successThreshold'],
    [{ breaker: { counts: 'hops' } }, "breaker.counts must be 'calls' or 'attempts'"],
    [{ breaker: { key: 'origin' } }, 'breaker.key'],
    [{ breaker: { maxKeys: 0 } }, 'breaker.maxKeys'],
    [{ breaker: { rate: { threshold: 0 } } }, 'breaker.rate.threshold'],
    [{ breaker: { rate: { threshold: 1.1 } } }, 'breaker.rate.threshold'],
    [{ breaker: { rate: { window: 0 } } }, 'breaker.rate.window'],
    [{ breaker: { rate: { minimumCalls: 0 } } }, 'breaker.rate.minimumCalls'],
    [{ bulkhead: {} }, 'bulkhead.maxConcurrent'],
    [{ fallback: {} }, 'fallback.use'],
    [{ fallback: { use, on: [] } }, 'fallback.on must be a list of error classes'],
    [{ fallback: { use, on: [Error] } }, 'fallback.on'],
    [{ fallback: use }, 'fallback must be'],
    [{ timeout: 1 }, 'resilience.timeout'],
    [null, 'resilience must be'],
  ])('%o is refused by name, before there is a client', (options, message) => {
    const make = (): unknown => resilience(options as ResilienceOptions);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(message);
  });

  it('is never taken from a polluted prototype', () => {
    const polluted = Object.prototype as { maxAttempts?: number; breaker?: object };
    polluted.maxAttempts = 0;
    polluted.breaker = {};
    try {
      expect(chain({ retry: {} })).toEqual(['call.retry']);
    } finally {
      delete polluted.maxAttempts;
      delete polluted.breaker;
    }
  });
});

describe('one plugin value', () => {
  it('keeps what it counts per client', async () => {
    const policy = resilience({
      budget: { minRetriesPerSecond: 0.1, percentCanRetry: 0 },
      retry: { baseDelay: 0 },
    });
    for (let client = 0; client < 3; client++) {
      let requests = 0;
      const failing = wire(async () => {
        requests++;
        return wireResponse(503);
      });
      await createClient({ plugins: [failing, policy] })
        .get(url)
        .result();
      expect(requests).toBe(2);
    }
  });

  it('is shared with what the client is extended to', async () => {
    const failing = wire(async () => wireResponse(500));
    const parent = createClient({ plugins: [failing, resilience({ breaker: { failureThreshold: 1 } })] });
    const child = parent.extend({ name: 'child' });
    await parent.get(url).result();
    expect((await child.get(url).result()).error).toMatchObject({ code: 'ERR_HTTP_CIRCUIT_OPEN' });
  });

  it('stands alone in its slots', () => {
    const other: AnyPlugin = definePlugin({
      name: 'other',
      contract: 1,
      setup: () => ({ call: { breaker: (inner) => inner } }),
    });
    expect(() =>
      createClient({ plugins: [transport, resilience({ breaker: { counts: 'attempts' } }), other] }),
    ).toThrow(/'resilience' and 'other' both fill the slot 'breaker'/);
  });
});
