import { bulkhead, circuitBreaker, resilience } from '@x/http-resilience';
import { virtualClock } from '@x/http-testing';

import type { Scenario, Scenarios } from './scene.ts';

const failing: Parameters<Parameters<Scenario>[0]['origin']>[0] = (_, response) =>
  response.writeHead(503).end();

/** A call with that policy to a server that answers 503. */
function exhausted(options: Parameters<typeof resilience>[0]): Scenario {
  return async (scene) => {
    const baseUrl = await scene.origin(failing);
    return scene.line(
      scene.client({ baseUrl, random: () => 0, plugins: [resilience(options)] }).get('users/1'),
    );
  };
}

/** What the policies of `@x/http-resilience` refuse. */
export const policies: Scenarios = {
  'Circuit breaker open': [
    async (scene) => {
      const clock = virtualClock();
      const plugins = [resilience({ retry: false, breaker: { failureThreshold: 1, openFor: 30_000 } })];
      const client = scene.client({ baseUrl: await scene.origin(failing), clock, random: () => 0, plugins });
      await client.get('').result();
      const { retryAfter } = (await client.get('').result()).error as { readonly retryAfter?: number };
      await clock.advance((retryAfter ?? 0) - 12_400);
      return scene.line(client.get(''));
    },
    async (scene) => {
      const clock = virtualClock();
      let calls = 0;
      const baseUrl = await scene.origin((request, response) => {
        if (calls++ === 0) failing(request, response);
      });
      const plugins = [resilience({ retry: false, breaker: { failureThreshold: 1, openFor: 30_000 } })];
      const client = scene.client({ baseUrl, clock, plugins });
      await client.get('').result();
      await clock.advance(36_000);
      void client.get('').result();
      return scene.line(client.get(''));
    },
    async (scene) => {
      const baseUrl = await scene.origin(failing);
      const breaker = circuitBreaker({ failureThreshold: 1 });
      breaker.isolate(baseUrl);
      return scene.line(scene.client({ baseUrl, plugins: [resilience({ breaker })] }).get(''));
    },
  ],

  'Retries exhausted': [exhausted({}), exhausted({ retry: { onExhausted: 'wrap' } })],

  'Retry budget exhausted': [exhausted({ budget: { minRetriesPerSecond: 0, percentCanRetry: 0 } })],

  'Bulkhead is full': [
    async (scene) => {
      const clock = virtualClock();
      const plugins = [resilience({ bulkhead: bulkhead({ maxConcurrent: 10 }) })];
      const client = scene.client({ baseUrl: await scene.silent(), clock, plugins });
      await client.open();
      for (let call = 0; call < 10; call++) void client.get('').result();
      const call = scene.line(client.get(''));
      await clock.waitForTimer(1_000);
      await clock.advance(1_000);
      return call;
    },
  ],
};
