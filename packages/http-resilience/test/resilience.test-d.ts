import { type ClientError, createClient, type HttpResponse } from '@x/http-core';

import {
  bulkhead,
  type Bulkhead,
  circuitBreaker,
  type CircuitState,
  resilience,
  retryBudget,
  type RetryBudget,
} from '../src/index.ts';

const client = createClient({
  plugins: [
    resilience({
      retry: { maxAttempts: 5, statuses: [503], onExhausted: 'wrap' },
      budget: retryBudget({ percentCanRetry: 0.1 }),
      breaker: circuitBreaker({ rate: { threshold: 0.5 }, counts: 'attempts' }),
      bulkhead: bulkhead({ maxConcurrent: 10 }),
      fallback: {
        use(error, request) {
          const { code }: ClientError = error;
          return `${code} ${request.method} ${request.url}`;
        },
      },
    }),
  ],
});

// The options of a call are there with the plugin, and typed.
export const one: Promise<HttpResponse> = client.get('/', {
  retry: { maxAttempts: 2 },
  idempotent: true,
  breaker: false,
  fallback: false,
});
void client.post('/', { retry: false });
// @ts-expect-error a number is no retry option
void client.get('/', { retry: 3 });
// @ts-expect-error there is no such ending
void client.get('/', { retry: { onExhausted: 'throw' } });
// @ts-expect-error the bulkhead is not an option of a call
void client.get('/', { bulkhead: false });
// @ts-expect-error without the plugin there is no retry to turn off
void createClient().get('/', { retry: false });

// @ts-expect-error there is no right default for maxConcurrent
resilience({ bulkhead: {} });
// @ts-expect-error a fallback has something to use
resilience({ fallback: {} });
// @ts-expect-error only classes of the tree
resilience({ fallback: { on: [TypeError], use: () => 1 } });
// @ts-expect-error hops are not counted
resilience({ breaker: { counts: 'hops' } });

export const state: CircuitState = circuitBreaker().state('https://api.example.com');
export const budget: RetryBudget = retryBudget();
export const slots: Bulkhead = bulkhead({ maxConcurrent: 1 });
// @ts-expect-error slots are taken by calls, not by hand
slots.active = 1;
