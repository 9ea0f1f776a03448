import { describePlugin, type PluginLimits } from '@x/http-testing';
import { describe, it } from 'vitest';

import { resilience, type ResilienceOptions } from '../src/index.ts';

const limits: PluginLimits = {
  refusedOptions: [
    { option: 'retry', make: () => resilience({ retry: 'often' } as never) },
    { option: 'maxAttempts', make: () => resilience({ retry: { maxAttempts: 0 } }) },
    { option: 'budget', make: () => resilience({ budget: 5 } as never) },
    { option: 'breaker', make: () => resilience({ breaker: 'on' } as never) },
    { option: 'bulkhead', make: () => resilience({ bulkhead: 3 } as never) },
    { option: 'fallback', make: () => resilience({ fallback: 'none' } as never) },
    { option: 'retires', make: () => resilience({ retires: 3 } as ResilienceOptions) },
  ],
  callOptions: [{ retry: false }, { retry: { maxAttempts: 2 } }, { idempotent: true }],
  refusedCallOptions: { retry: 'often', idempotent: 'yes', breaker: 1, fallback: 'none' },
  module: new URL('../src/index.ts', import.meta.url),
  execArgv: ['--conditions=@x/source'],
};

describePlugin({ describe, it }, () => resilience(), limits);

describe('with everything on', () => {
  const everything: ResilienceOptions = { breaker: {}, bulkhead: { maxConcurrent: 10 } };
  describePlugin({ describe, it }, () => resilience(everything), limits);
});
