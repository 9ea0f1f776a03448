import { setImmediate as nextTurn } from 'node:timers/promises';

import { cookies } from '@x/http-cookies';
import { CircuitOpenError, type Client, createClient } from '@x/http-core';
import { proxy } from '@x/http-proxy';
import { resilience } from '@x/http-resilience';
import { expectNothingLeft, faultServer, makeAuthority, respond } from '@x/http-testing';
import { zod } from '@x/http-zod';

import type { Route } from '../routes.ts';
import { SeededRandom } from '../seeded-random.ts';
import type { TransportUnderTest } from '../transports.ts';
import { randomCall } from './chaos-call.ts';
import { randomScript } from './chaos-script.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly transport: TransportUnderTest;
  readonly route: Route;
  readonly milliseconds: number;
}

const workers = 8;

/** Calls of every kind against faults of every kind, all plugins on; how often each outcome came. */
export async function runChaos(options: ChaosOptions): Promise<ReadonlyMap<string, number>> {
  const { seed, transport, route, milliseconds } = options;
  const random = new SeededRandom(seed);
  const ca = (await makeAuthority()).cert;
  const always = respond(200, { json: { id: 2 } });
  await using server = await faultServer({ ...(route.tls ? { tls: true } : {}), always });
  await using way = await route.open(() => server.port);
  const servers = way === undefined ? [server] : [server, way.server];
  const made: unknown = createClient({
    baseUrl: server.origin,
    trustEnv: false,
    tls: { ca },
    random: random.next,
    timeout: { connect: 300, headers: 150, idle: 150 },
    maxResponseBytes: 2 ** 18,
    pool: { maxConnections: 6 },
    plugins: [
      transport.make(),
      cookies(),
      zod(),
      resilience({
        retry: { maxAttempts: 3, baseDelay: 5, maxDelay: 20 },
        breaker: { failureThreshold: 6, openFor: 20 },
        bulkhead: { maxConcurrent: 7, maxQueue: 2, acquireTimeout: 100 },
        fallback: { on: [CircuitOpenError], use: () => ({ id: 0 }) },
      }),
      ...(way === undefined ? [] : [proxy(way.url)]),
    ],
  });
  const client = made as Client<{}, readonly []>;
  const settled = countSettlements(client);
  const tally = new Map<string, number>();
  return await expectNothingLeft(
    async () => {
      const end = performance.now() + milliseconds;
      let count = 0;
      const work = async (): Promise<void> => {
        while (performance.now() < end) {
          if (server.pending < 2 * workers) server.next(randomScript(random, route.tls));
          const outcome = await randomCall(client, random, `/call/${++count}/`);
          tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
          // What an open circuit refuses settles at once; a loop of that alone would let nobody else have a turn.
          await nextTurn();
        }
      };
      try {
        await Promise.all(Array.from({ length: workers }, work));
      } finally {
        await client.close({ grace: 1_000 });
      }
      settled.expectOnceEach(count);
      return tally;
    },
    { servers },
  );
}

/** Every call is told to be over once and no more, whatever became of it. */
function countSettlements(client: Client<{}, readonly []>): { expectOnceEach(calls: number): void } {
  const ends = new Map<string, number>();
  for (const event of ['request.finished', 'request.failed']) {
    client.on(event, ({ url }) => {
      const call = /\/call\/\d+\//.exec(String(url))?.[0] ?? String(url);
      ends.set(call, (ends.get(call) ?? 0) + 1);
    });
  }
  return {
    expectOnceEach(calls) {
      const odd = [...ends].filter(([, times]) => times !== 1);
      if (odd.length > 0) throw new Error(`settled more than once: ${odd.map(String).join(' ')}`);
      if (ends.size !== calls) throw new Error(`${calls} calls were made, ${ends.size} were told to be over`);
    },
  };
}
