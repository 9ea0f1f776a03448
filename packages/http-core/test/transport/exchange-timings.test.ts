import { expect, it } from 'vitest';

import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import { ExchangeTimings } from '../../src/transport/exchange-timings.ts';

it('measures each phase from the end of the last, and all together', async () => {
  const clock = new VirtualClock({ now: 1_000 });
  const timings = new ExchangeTimings(clock);
  await clock.advance(5);
  timings.skip();
  await clock.advance(10);
  timings.end('queued');
  await clock.advance(20);
  timings.end('connect');
  await clock.advance(1);
  expect(timings.values).toMatchObject({ queued: 10, connect: 20, dns: undefined, total: 35 });
  expect(timings.snapshot(undefined)).toMatchObject({
    queued: 10,
    connect: 20,
    headers: undefined,
    total: 36,
  });
  expect(timings.snapshot('headers')).toMatchObject({ queued: 10, connect: 20, headers: 1, total: 36 });
  expect(timings.values.headers).toBe(undefined);
});

it('takes no time for a phase that was passed', async () => {
  const clock = new VirtualClock();
  const timings = new ExchangeTimings(clock);
  timings.pass('queued');
  await clock.advance(3);
  timings.end('upload');
  expect(timings.values).toMatchObject({ queued: 0, upload: 3, total: 3 });
});
