import type { Demo } from '../demo.ts';

export const circuitBreaker: Demo = {
  title: 'Circuit breaker',
  hint: 'Make the service slow. Without a breaker every caller waits for the timeout and the service gets the full load while it is down. With one, five failures open the circuit: callers hear at once, and one probe every five seconds asks whether the service is back.',
  service: { workers: 20, queue: 2_000, workTime: 60, slowTime: 20_000 },
  load: 40,
  outage: 'slow',
  measures: ['succeeded', 'sent', 'wait'],
  plain: { title: 'without a breaker', timeout: { total: 2_000 } },
  ours: {
    title: 'with a breaker',
    timeout: { total: 2_000 },
    resilience: { retry: false, breaker: { failureThreshold: 5, openFor: 5_000 } },
  },
};
