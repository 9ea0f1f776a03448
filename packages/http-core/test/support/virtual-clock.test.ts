import { expect, it } from 'vitest';

import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';

it('virtual time fires in order and lets the code between run', async () => {
  const clock = new VirtualClock();
  const log: string[] = [];
  const sleep = (delay: number) => new Promise<void>((resolve) => clock.schedule(delay, resolve));
  clock.schedule(30, () => log.push(`30 at ${clock.now()}`));
  clock.schedule(5, () => log.push('never')).cancel();
  void (async () => {
    await sleep(10);
    log.push(`10 at ${clock.now()}`);
    await sleep(15);
    log.push(`25 at ${clock.now()}`);
  })();
  expect(clock.pending).toBe(2);
  await clock.advance(29);
  expect(log).toEqual(['10 at 10', '25 at 25']);
  const armed = clock.waitForTimer(71);
  clock.schedule(71, () => {});
  await armed;
  await clock.advance(1);
  expect(log.at(-1)).toBe('30 at 30');
  const wall = clock.wallNow();
  clock.shiftWall(3_600_000);
  expect([clock.now(), clock.wallNow() - wall, clock.delays]).toEqual([30, 3_600_000, [70]]);
});
