import type { Demo } from '../demo.ts';

const retry = { maxAttempts: 4, baseDelay: 200, maxDelay: 2_000 };

export const deadline: Demo = {
  title: 'Deadline',
  hint: 'Make the service slow. A timeout for each attempt adds up over retries and back-offs: the caller waits for all of them. One deadline over everything keeps the promise that was made to the caller, and a retry that cannot end in time is not begun.',
  service: { workers: 40, queue: 2_000, workTime: 100, slowTime: 6_000 },
  load: 20,
  outage: 'slow',
  measures: ['wait', 'succeeded', 'sent'],
  plain: {
    title: 'a timeout for each attempt',
    timeout: { attempt: 2_000, total: null },
    resilience: { retry, budget: false },
  },
  ours: {
    title: 'one deadline',
    timeout: { attempt: 2_000, total: 2_500 },
    resilience: { retry, budget: false },
  },
};
