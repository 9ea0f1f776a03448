import { expect, it } from 'vitest';

import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import { PhaseTimer } from '../../src/transport/phase-timer.ts';

it('fires once, with the phase it has come to', async () => {
  const clock = new VirtualClock();
  const fired: unknown[] = [];
  const timer = new PhaseTimer(clock, { expired: (phase, limit) => void fired.push(phase, limit) });
  timer.start('dns', 100);
  timer.phase = 'connect';
  await clock.advance(100);
  expect(fired).toEqual(['connect', 100]);
  expect(clock.pending).toBe(0);
});

it('starts over, changes and stops', async () => {
  const clock = new VirtualClock();
  const fired: unknown[] = [];
  const timer = new PhaseTimer(clock, { expired: (phase) => void fired.push(phase) });
  timer.start('upload', 100);
  await clock.advance(99);
  timer.restart();
  await clock.advance(99);
  timer.start('headers', undefined);
  expect(clock.pending).toBe(0);
  timer.start('idle', 50);
  timer.stop();
  timer.restart();
  await clock.advance(1_000);
  expect(fired).toEqual([]);
});
