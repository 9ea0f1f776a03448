import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createClient } from '../src/create-client.ts';
import { exclusiveSlots, order, type Scope } from '../src/order.ts';
import type { AnyPlugin, Send } from '../src/plugin.ts';
import { fakeTransport } from './support/fake-transport.ts';

const scopes = Object.keys(order) as Scope[];
const places = scopes.flatMap((scope) => order[scope].map((slot) => ({ scope, slot })));
/** Whoever fills these takes over from the core, which the test leaves to the core. */
const core = new Set(['deadline', 'decode', 'status', 'retry', 'timeout', 'redirect']);
const free = places.filter(({ slot }) => !core.has(slot));

interface Place {
  readonly scope: Scope;
  readonly slot: string;
}

/** A plugin whose layers write down where they run. */
function tracing(name: string, fills: readonly Place[], log: string[]): AnyPlugin {
  const contribution: Record<string, Record<string, unknown>> = {};
  for (const { scope, slot } of fills) {
    (contribution[scope] ??= {})[slot] = (inner: Send<object>) => (context: object) => {
      log.push(`${scope}.${slot} ${name}`);
      return inner(context);
    };
  }
  return { name, contract: 1, setup: () => contribution };
}

/** The places of some plugins, no exclusive slot filled twice; `breaker` counts over both scopes. */
const layout = fc
  .array(fc.subarray(free), { minLength: 1, maxLength: 5 })
  .map((plugins) => {
    const taken = new Set<string>();
    return plugins.map((fills) =>
      fills.filter(({ slot }) => {
        if (!exclusiveSlots.has(slot)) return true;
        return !taken.has(slot) && taken.add(slot);
      }),
    );
  })
  .chain((plugins) => {
    const named = plugins.map((fills, index) => ({ name: `p${index}`, fills }));
    return fc.shuffledSubarray(named, { minLength: named.length, maxLength: named.length });
  });

test('for any permutation of plugins the slots run in the constant order, shared slots in registration order', async () => {
  // INVARIANT: the order of `plugins` decides nothing but who is outer within one shared slot.
  await fc.assert(
    fc.asyncProperty(layout, async (plugins) => {
      const log: string[] = [];
      const client = createClient({
        plugins: [...plugins.map(({ name, fills }) => tracing(name, fills, log)), fakeTransport()],
      });
      await client.get('http://a.test/');
      const expected = places.flatMap(({ scope, slot }) =>
        plugins
          .filter(({ fills }) => fills.some((fill) => fill.scope === scope && fill.slot === slot))
          .map(({ name }) => `${scope}.${slot} ${name}`),
      );
      expect(log).toEqual(expected);
    }),
  );
});

test('describe() shows the same order, with the core in the slots it fills', () => {
  fc.assert(
    fc.property(layout, (plugins) => {
      const client = createClient({
        plugins: [fakeTransport(), ...plugins.map(({ name, fills }) => tracing(name, fills, []))],
      });
      const expected = places.flatMap(({ scope, slot }) => {
        const own = plugins.filter(({ fills }) =>
          fills.some((fill) => fill.scope === scope && fill.slot === slot),
        );
        if (own.length === 0 && core.has(slot)) return [`${scope}.${slot} core`];
        return own.map(({ name }) => `${scope}.${slot} ${name}`);
      });
      const shown = client.describe().chain.map(({ scope, slot, plugin }) => `${scope}.${slot} ${plugin}`);
      expect(shown).toEqual(expected);
    }),
  );
});
