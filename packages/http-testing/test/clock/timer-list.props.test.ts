import fc from 'fast-check';
import { expect, it } from 'vitest';

import { TimerList, type VirtualTimer } from '../../src/clock/timer-list.ts';

it('holds what was added and not removed, by time and then by age', () => {
  const step = fc.record({ due: fc.integer({ min: 0, max: 9 }), remove: fc.option(fc.nat(50)) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const list = new TimerList();
      const added: VirtualTimer[] = [];
      const removed = new Set<VirtualTimer>();
      for (const { due, remove } of steps) {
        added.push(list.add(due, () => {}));
        const victim = remove === null ? undefined : added[remove];
        if (victim === undefined) continue;
        victim.cancel();
        removed.add(victim);
      }
      const expected = added
        .filter((timer) => !removed.has(timer))
        .toSorted((one, other) => one.due - other.due);
      expect(list.timers).toEqual(expected);
      list.timers.forEach((timer, index) => expect(timer).toBe(expected[index]));
    }),
  );
});
