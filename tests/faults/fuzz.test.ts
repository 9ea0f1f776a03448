import { describe, expect, it } from 'vitest';

import { secondsFrom, seedsFrom } from './budget.ts';
import { runFuzz } from './fuzz/fuzz-run.ts';
import { type Route, routes } from './routes.ts';
import { warmUp } from './run-row.ts';
import { transports } from './transports.ts';

const seeds = seedsFrom('FUZZ_SEED', [1, 20_261_121]);
const milliseconds = (1_000 * secondsFrom('FUZZ_SECONDS', 4)) / (seeds.length * transports.length);

// INVARIANT: no bytes of a peer crash the process, hang a call, or pass for the answer to another call.
describe.each(transports)('mutated responses over $name', (transport) => {
  it.each(seeds)(
    'settle typed and are nobody else’s answer; replay with FUZZ_SEED=%d',
    async (seed) => {
      await warmUp(transport, routes[0] as Route);
      const tally = await runFuzz({ seed, transport, milliseconds });
      console.log(`${transport.name}, seed ${seed}: ${[...tally].map(String).join(' ')}`);
      expect(tally.get('response') ?? 0).toBeGreaterThan(0);
      expect(tally.get('ProtocolError') ?? 0).toBeGreaterThan(0);
    },
    milliseconds + 20_000,
  );
});
