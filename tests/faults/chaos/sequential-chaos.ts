import { cookies } from '@x/http-cookies';
import { type Client, createClient, isClientError } from '@x/http-core';
import { resilience } from '@x/http-resilience';
import { fault, type FaultName, faultServer, respond } from '@x/http-testing';
import { zod } from '@x/http-zod';

import { SeededRandom } from '../seeded-random.ts';
import type { TransportUnderTest } from '../transports.ts';
import { eventLog } from './event-log.ts';

/** Faults whose outcome hangs on no race. */
const certain: readonly FaultName[] = [
  'resetBeforeHeaders',
  'finBeforeHeaders',
  'resetMidHeaders',
  'foldedHeader',
  'manyHeaders3000',
  'status999',
  'notHttp',
  'unasked100',
  'early103',
  'unasked101',
  'contentLengthShortFin',
  'chunkedCutFin',
  'badChunk',
  'clAndTe',
  'gzipCut',
  'gzipCorrupt',
  'unknownCoding',
  'redirectLoop',
  'twoLocations',
];

/** 60 calls one after the other on real sockets: the log of all events without times, and what each call came to. */
export async function sequentialChaos(
  seed: number,
  transport: TransportUnderTest,
): Promise<{ readonly log: string; readonly outcomes: readonly string[] }> {
  const random = new SeededRandom(seed);
  // What the client draws for its back-offs must not move what the server draws.
  const plan = new SeededRandom(seed + 1);
  await using server = await faultServer({ always: respond(200, { json: { id: 1 } }) });
  const made: unknown = createClient({
    baseUrl: server.origin,
    trustEnv: false,
    random: random.next,
    plugins: [
      transport.make(),
      cookies(),
      zod(),
      resilience({
        retry: { maxAttempts: 3, baseDelay: 2, maxDelay: 4 },
        breaker: { failureThreshold: 1_000 },
        bulkhead: { maxConcurrent: 2 },
      }),
    ],
  });
  const client = made as Client<{}, readonly []>;
  const log = eventLog(client, { isTimed: false });
  const outcomes: string[] = [];
  for (let call = 0; call < 60; call++) {
    server.next(plan.chance(0.2) ? respond(plan.pick([404, 500, 503])) : fault(plan.pick(certain)));
    const result = await client.request(plan.pick(['GET', 'POST', 'PUT']), `/${call}`, {}).result();
    outcomes.push(result.ok ? String(result.response.status) : nameOf(result.error));
  }
  await client.close({ grace: 0 });
  return { log: log.text(), outcomes };
}

function nameOf(error: unknown): string {
  if (!isClientError(error)) throw error;
  return `${error.name} ${String('reason' in error ? error.reason : '')}`;
}
