import { createClient } from '@x/http-core';
import { resilience } from '@x/http-resilience';

import { spread, type Spread } from '../measure/statistics.ts';
import { exchangeInstantly, instantBody, instantTransport } from './instant-transport.ts';
import { awaited, takeTurns } from './turns.ts';

/** What the chain adds to an exchange and `JSON.parse`, in microseconds of CPU per call. */
export interface ChainCost {
  readonly bare: Spread;
  /** With retry, budget, breaker, bulkhead and fallback. */
  readonly resilient: Spread;
}

/** Measures both in turn with the exchange alone, and takes the paired differences. */
export async function chainCost(rounds = 41, runs = 10_000): Promise<ChainCost> {
  const policies = resilience({
    breaker: {},
    bulkhead: { maxConcurrent: 100 },
    fallback: { use: () => ({ id: 0 }) },
  });
  const bare = createClient({ baseUrl: 'http://127.0.0.1/', plugins: [instantTransport] });
  const resilient = createClient({ baseUrl: 'http://127.0.0.1/', plugins: [instantTransport, policies] });
  const text = new TextDecoder();
  const [alone = [], ...own] = await takeTurns(
    [
      awaited(async () => {
        await exchangeInstantly();
        JSON.parse(text.decode(instantBody));
      }),
      awaited(() => bare.get('users/1').json()),
      awaited(() => resilient.get('users/1').json()),
    ],
    { rounds, runs },
  );
  const [added, addedResilient] = own.map((figures) =>
    spread(figures.map((figure, round) => figure - (alone[round] ?? Number.NaN))),
  );
  if (added === undefined || addedResilient === undefined) throw new Error('Nothing was measured');
  return { bare: added, resilient: addedResilient };
}
