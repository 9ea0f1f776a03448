import { describe, expect, it } from 'vitest';

import { secondsFrom, seedsFrom } from './budget.ts';
import { runChaos } from './chaos/chaos-run.ts';
import { type Route, routes } from './routes.ts';
import { warmUp } from './run-row.ts';
import { transports } from './transports.ts';

const seeds = seedsFrom('CHAOS_SEED', [1, 20_261_121]);
const ways = routes.filter(({ name }) => name === 'direct' || name === 'HTTP proxy, TLS');
const runs = seeds.length * ways.length * transports.length;
const milliseconds = (1_000 * secondsFrom('CHAOS_SECONDS', 8)) / runs;

// INVARIANT: every call settles once, by its deadline, typed, and leaves nothing; a policy that drops, doubles or forgets one breaks it.
describe.each(transports)('chaos over $name', (transport) => {
  describe.each(ways)('$name', (route) => {
    it.each(seeds)(
      'leaves every call settled and nothing behind; replay with CHAOS_SEED=%d',
      async (seed) => {
        await warmUp(transport, routes[0] as Route);
        const tally = await runChaos({ seed, transport, route, milliseconds });
        console.log(`${transport.name}, ${route.name}, seed ${seed}: ${[...tally].map(String).join(' ')}`);
        expect(tally.get('success') ?? 0).toBeGreaterThan(0);
        expect(tally.size).toBeGreaterThan(3);
      },
      milliseconds + 20_000,
    );
  });
});
