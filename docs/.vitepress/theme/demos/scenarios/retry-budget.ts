import type { Demo } from '../demo.ts';

export const retryBudget: Demo = {
  title: 'Retry and budget',
  hint: 'Let the service fail for ten seconds, then heal it. Retries without a budget send several times the traffic, and go on doing so after the outage, because their own load keeps the service down. A budget allows one retry for five calls, so the service comes back at once.',
  service: { workers: 10, queue: 400, workTime: 100, slowTime: 2_000 },
  load: 60,
  outage: 'failing',
  measures: ['sent', 'succeeded', 'wait'],
  plain: {
    title: 'four attempts, no budget',
    timeout: { attempt: 2_000, total: 8_000 },
    resilience: { retry: { maxAttempts: 4, baseDelay: 50, maxDelay: 200 }, budget: false },
  },
  ours: {
    title: 'four attempts with a budget',
    timeout: { attempt: 2_000, total: 8_000 },
    resilience: {
      retry: { maxAttempts: 4, baseDelay: 50, maxDelay: 200 },
      budget: { percentCanRetry: 0.2, minRetriesPerSecond: 1 },
    },
  },
};
