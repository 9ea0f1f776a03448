import type { Demo } from '../demo.ts';

export const fullStack: Demo = {
  title: 'Full stack',
  hint: 'Everything at once: a deadline, retries with a budget, a breaker, a bulkhead, and a fallback for what is refused. Put the service through each of its states. The callers of the plain client see every fault in full; the others get an answer, if an old one, and the service gets room to recover.',
  service: { workers: 20, queue: 500, workTime: 100, slowTime: 10_000 },
  load: 60,
  outage: 'slow',
  measures: ['succeeded', 'sent', 'wait', 'inFlight'],
  plain: {
    title: 'retries alone',
    timeout: { attempt: 2_000, total: 8_000 },
    resilience: { retry: { maxAttempts: 4, baseDelay: 50, maxDelay: 200 }, budget: false },
  },
  ours: {
    title: 'the full stack',
    timeout: { total: 2_000 },
    resilience: {
      retry: {},
      budget: {},
      breaker: { rate: { threshold: 0.5, window: 5_000, minimumCalls: 20 }, openFor: 3_000 },
      bulkhead: { maxConcurrent: 40, maxQueue: 40, acquireTimeout: 300 },
      fallback: { use: () => 'the last good answer' },
    },
  },
};
