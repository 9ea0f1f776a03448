import type { Demo } from '../demo.ts';

export const bulkhead: Demo = {
  title: 'Bulkhead',
  hint: 'Make the service slow and watch the calls in flight: without a bulkhead they pile up until the timeout lets go of them, each with its memory and its connection. A bulkhead of 20 with a short queue keeps the rest of the process out of it, and callers beyond it hear at once.',
  service: { workers: 20, queue: 2_000, workTime: 80, slowTime: 4_000 },
  load: 80,
  outage: 'slow',
  measures: ['inFlight', 'succeeded', 'wait'],
  plain: { title: 'without a bulkhead', timeout: { total: 10_000 } },
  ours: {
    title: 'with a bulkhead',
    timeout: { total: 10_000 },
    resilience: { retry: false, bulkhead: { maxConcurrent: 20, maxQueue: 20, acquireTimeout: 500 } },
  },
};
