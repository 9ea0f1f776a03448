import { cookies } from '@x/http-cookies';
import { type Client, createClient, NetworkError, ProtocolError } from '@x/http-core';
import { resilience } from '@x/http-resilience';
import { virtualClock } from '@x/http-testing';
import { zod } from '@x/http-zod';

import { wire, wireResponse } from '../../../packages/http-resilience/test/support/wire.ts';
import { SeededRandom } from '../seeded-random.ts';
import { eventLog } from './event-log.ts';

/** 200 calls in virtual time, all plugins on, outcomes and delays drawn by the seed; the log of all events, times included. */
export async function virtualChaos(seed: number): Promise<string> {
  const random = new SeededRandom(seed);
  const clock = virtualClock();
  const transport = wire((request) => {
    const delay = random.below(400);
    const outcome = random.pick(outcomes);
    return new Promise((resolve, reject) => {
      const timer = clock.schedule(delay, () => {
        try {
          resolve(outcome(random));
        } catch (error) {
          reject(error);
        }
      });
      request.onAbort((reason) => {
        timer.cancel();
        reject(reason);
      });
    });
  });
  const made: unknown = createClient({
    baseUrl: 'http://origin.test',
    trustEnv: false,
    clock,
    random: random.next,
    timeout: { total: 1_500, attempt: 300 },
    plugins: [
      transport,
      cookies(),
      zod(),
      resilience({
        retry: { maxAttempts: 3 },
        breaker: { failureThreshold: 3, openFor: 500 },
        bulkhead: { maxConcurrent: 3, maxQueue: 2, acquireTimeout: 100 },
      }),
    ],
  });
  const client = made as Client<{}, readonly []>;
  const log = eventLog(client, { isTimed: true });
  const calls: Promise<unknown>[] = [];
  for (let call = 0; call < 200; call++) {
    calls.push(client.request(random.pick(['GET', 'POST', 'PUT']), `/${call}`).result());
    await clock.advance(random.below(150));
  }
  await clock.settle(Promise.all(calls));
  await client.close({ grace: 0 });
  return log.text();
}

type Outcome = (random: SeededRandom) => Awaited<ReturnType<Parameters<typeof wire>[0]>>;

const reset: Outcome = () => {
  throw new NetworkError('reset', 'reset by the plan', { sent: 'complete' });
};
const refused: Outcome = () => {
  throw new NetworkError('refused', 'refused by the plan', { sent: 'none' });
};
const framing: Outcome = () => {
  throw new ProtocolError('framing', 'no HTTP by the plan', { sent: 'complete' });
};
const status: Outcome = (random) => wireResponse(random.pick([404, 429, 500, 503]));
const redirect: Outcome = (random) => wireResponse(302, ['location', `/moved/${random.below(100)}`]);
const good: Outcome = (random) => wireResponse(200, ['set-cookie', `seen=${random.below(100)}; Path=/`]);
const outcomes: readonly Outcome[] = [reset, refused, framing, status, redirect, good, good, good];
