import { createClient, isClientError, NetworkError } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { resilience } from '../src/index.ts';
import { EventClock } from './support/event-clock.ts';
import { settled } from './support/harness.ts';
import { wire, wireResponse } from './support/wire.ts';

const url = 'https://api.example.com/users/1';

function failing(options: Parameters<typeof resilience>[0]) {
  const clock = new EventClock();
  const plugins = [wire(async () => wireResponse(503)), resilience(options)] as const;
  const client = createClient({ clock, random: () => 0, plugins });
  return async (): Promise<unknown> => (await settled(clock, client.get(url), 10_000)).error;
}

describe('the rows of the troubleshooting guide', () => {
  it('Circuit breaker is open', async () => {
    const call = failing({ breaker: { failureThreshold: 1 } });
    await call();
    const error = await call();
    expect(error).toMatchObject({
      name: 'CircuitOpenError',
      key: 'https://api.example.com',
      retryAfter: 20_000,
    });
    expect((error as Error).message).toContain('Circuit breaker is open');
  });

  it('All 3 retry attempts exhausted', async () => {
    const error = await failing({ retry: { onExhausted: 'wrap' } })();
    expect(error).toMatchObject({ name: 'RetryExhaustedError', lastResponse: { status: 503 } });
    expect((error as Error).message).toContain('All 3 retry attempts exhausted');
    const byDefault = await failing({})();
    expect(byDefault).toMatchObject({ name: 'ServiceUnavailableError', status: 503 });
    expect((byDefault as Error).message).toContain('gave up after 3 attempts');
  });

  it('the budget and the bulkhead say no, with what they were told', async () => {
    const refused = await failing({ budget: { minRetriesPerSecond: 0, percentCanRetry: 0 } })();
    expect(refused).toMatchObject({
      name: 'RetryBudgetExhaustedError',
      lastResponse: { status: 503 },
      lastError: undefined,
    });
    expect(isClientError(refused) && refused.attempts).toHaveLength(1);
    const clock = new EventClock();
    const hanging = wire((request) => new Promise((_, reject) => request.onAbort(reject)));
    const plugins = [hanging, resilience({ bulkhead: { maxConcurrent: 1 } })] as const;
    const client = createClient({ clock, plugins });
    void client.get(url).result();
    const { error } = await settled(clock, client.get(url), 2_000);
    expect(error).toMatchObject({ name: 'BulkheadFullError', maxConcurrent: 1, acquireTimeout: 1_000 });
  });

  it('a network error has been retried by the time it is seen', async () => {
    const clock = new EventClock();
    const refused = wire(async () => {
      throw new NetworkError('refused', 'Cannot connect to host api.example.com:443', { sent: 'none' });
    });
    const { error } = await settled(
      clock,
      createClient({ clock, plugins: [refused, resilience()] }).get(url),
    );
    expect(error).toBeInstanceOf(NetworkError);
    expect((error as NetworkError).attempts).toHaveLength(3);
  });
});
