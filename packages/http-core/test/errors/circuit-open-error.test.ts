import { expect, it } from 'vitest';

import { CircuitOpenError } from '../../src/errors/circuit-open-error.ts';

it.each([
  [{ retryAfter: 1500 }, 'Circuit breaker is open for https://a.test (next probe in 1.5s)'],
  [{}, 'Circuit breaker is open for https://a.test (a probe is in flight)'],
  [{ isIsolated: true }, 'Circuit breaker is open for https://a.test (isolated by hand)'],
])('says what is waited for: %o', (details, message) => {
  expect(new CircuitOpenError({ key: 'https://a.test', ...details }).message).toBe(message);
});
