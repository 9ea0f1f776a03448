import { expect, it } from 'vitest';

import { SystemClock } from '../../src/time/system-clock.ts';

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

// INVARIANT: a script whose only call waits out a back-off must not end there; a deadline alone must not hold it.
it('keeps the process alive only for a timer that asks for it, until that is taken back', () => {
  const clock = new SystemClock();
  const before = timers();
  const idle = clock.schedule(60_000, () => {});
  expect(timers()).toBe(before);
  const backOff = clock.schedule(60_000, () => {}, true);
  expect(timers()).toBe(before + 1);
  backOff.cancel();
  idle.cancel();
  expect(timers()).toBe(before);
});
