import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { RateWindow } from '../../src/breaker/rate-window.ts';

const rates = fc.record({
  threshold: fc.double({ min: 0.05, max: 1, noNaN: true }),
  window: fc.integer({ min: 10, max: 10_000 }),
  minimumCalls: fc.integer({ min: 1, max: 8 }),
});
const outcomes = fc.array(
  fc.record({ after: fc.oneof(fc.nat(50), fc.nat(20_000)), isFailure: fc.boolean() }),
  { maxLength: 80 },
);

describe('a rate over a window', () => {
  it('C6: never opens on what is older than the window', () => {
    fc.assert(
      fc.property(rates, outcomes, (rate, list) => {
        let now = 0;
        const window = new RateWindow(rate, () => now);
        const all: { at: number; isFailure: boolean }[] = [];
        for (const { after, isFailure } of list) {
          now += after;
          all.push({ at: now, isFailure });
          const opens = isFailure ? window.failure() : (window.success(), false);
          if (!opens) continue;
          const recent = all.filter(({ at }) => at > now - rate.window);
          expect(recent.length).toBeGreaterThanOrEqual(rate.minimumCalls);
          const failures = recent.filter((one) => one.isFailure).length;
          expect(failures).toBeGreaterThanOrEqual(rate.threshold * rate.minimumCalls);
        }
      }),
    );
  });

  it('C6: agrees with a list of all outcomes, give or take the oldest bucket', () => {
    fc.assert(
      fc.property(rates, outcomes, (rate, list) => {
        let now = 0;
        const window = new RateWindow(rate, () => now);
        const all: { at: number; isFailure: boolean }[] = [];
        const verdict = (span: number): { opens: boolean } => {
          const recent = all.filter(({ at }) => at > now - span);
          const failures = recent.filter(({ isFailure }) => isFailure).length;
          return { opens: recent.length >= rate.minimumCalls && failures >= rate.threshold * recent.length };
        };
        for (const { after, isFailure } of list) {
          now += after;
          all.push({ at: now, isFailure });
          const opens = isFailure ? window.failure() : (window.success(), false);
          // The window ends somewhere in its oldest tenth; where both ends agree, so must the buckets.
          const [long, short] = [verdict(rate.window), verdict(rate.window * 0.9)];
          const middles = all.filter(({ at }) => at > now - rate.window && at <= now - rate.window * 0.9);
          if (isFailure && middles.length === 0 && long.opens === short.opens) expect(opens).toBe(long.opens);
        }
      }),
    );
  });

  it('opens at the share, once there are enough calls', () => {
    const window = new RateWindow({ threshold: 0.5, window: 1_000, minimumCalls: 4 }, () => 0);
    window.success();
    window.success();
    expect([window.failure(), window.failure()]).toEqual([false, true]);
  });

  it('nine failures, an hour of silence and one failure do not open it', () => {
    let now = 0;
    const window = new RateWindow({ threshold: 0.5, window: 10_000, minimumCalls: 10 }, () => now);
    for (let failure = 0; failure < 9; failure++) window.failure();
    now = 3_600_000;
    expect(window.failure()).toBe(false);
  });

  it('C10: state taken and set again counts the same', () => {
    fc.assert(
      fc.property(rates, outcomes, (rate, list) => {
        let now = 0;
        const first = new RateWindow(rate, () => now);
        for (const { after, isFailure } of list) {
          now += after;
          if (isFailure) first.failure();
          else first.success();
        }
        const second = new RateWindow(rate, () => now);
        second.state = JSON.parse(JSON.stringify(first.state));
        expect(second.state).toEqual(first.state);
        expect(second.failure()).toBe(first.failure());
      }),
    );
  });

  it.each([undefined, null, 7, { failures: 'x' }, { failures: [-1, Number.NaN, 'y'], successes: [] }])(
    'takes %o for nothing counted',
    (state) => {
      const window = new RateWindow({ threshold: 0.5, window: 1_000, minimumCalls: 1 }, () => 0);
      window.success();
      window.state = state;
      const { failures, successes } = window.state as { failures: number[]; successes: number[] };
      expect([...failures, ...successes].every((count) => count === 0)).toBe(true);
    },
  );
});
