import { ConfigurationError } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { type VirtualClockOptions, virtualClock } from '../../src/clock/virtual-clock.ts';

/** Resolves after so many milliseconds of the clock. */
function sleep(clock: ReturnType<typeof virtualClock>, delay: number): Promise<void> {
  return new Promise((resolve) => void clock.schedule(delay, resolve));
}

describe('standing still', () => {
  it('begins where it is told and moves by being advanced alone', async () => {
    const clock = virtualClock({ now: 50, wall: 1_000 });
    expect([clock.now(), clock.wallNow()]).toEqual([50, 1_000]);
    await clock.advance(25);
    expect([clock.now(), clock.wallNow()]).toEqual([75, 1_025]);
  });

  it('moves the wall clock alone when asked', () => {
    const clock = virtualClock({ wall: 1_000 });
    clock.shiftWall(-400);
    expect([clock.now(), clock.wallNow()]).toEqual([0, 600]);
  });
});

describe('advance', () => {
  it('fires in order of time, and of arming where that is the same, each at its own moment', async () => {
    const clock = virtualClock();
    const fired: string[] = [];
    const arm = (name: string, delay: number): unknown =>
      clock.schedule(delay, () => void fired.push(`${name} at ${clock.now()}`));
    arm('c', 30);
    arm('a', 10);
    arm('b', 10);
    arm('late', 31);
    await clock.advance(30);
    expect(fired).toEqual(['a at 10', 'b at 10', 'c at 30']);
    expect(clock.delays).toEqual([1]);
  });

  it('lets the code behind a timer arm the next one before it goes on', async () => {
    const clock = virtualClock();
    const steps: number[] = [];
    const walk = (async () => {
      for (let step = 0; step < 3; step++) {
        await sleep(clock, 10);
        steps.push(clock.now());
      }
    })();
    await clock.advance(30);
    await walk;
    expect(steps).toEqual([10, 20, 30]);
  });

  it('does not fire what was cancelled, also by a timer before it', async () => {
    const clock = virtualClock();
    const fired: string[] = [];
    const second = clock.schedule(20, () => void fired.push('second'));
    clock.schedule(10, () => {
      fired.push('first');
      second.cancel();
      second.cancel();
    });
    await clock.advance(100);
    expect(fired).toEqual(['first']);
    expect(clock.pending).toBe(0);
  });
});

describe('runNext and runAll', () => {
  it('go to the soonest timer, and to all of them', async () => {
    const clock = virtualClock();
    void sleep(clock, 1_000_000);
    void sleep(clock, 5).then(() => sleep(clock, 5));
    expect(await clock.runNext()).toBe(true);
    expect(clock.now()).toBe(5);
    await clock.runAll();
    expect(clock.now()).toBe(1_000_000);
    expect(await clock.runNext()).toBe(false);
  });

  it('never come to what is never due', async () => {
    const clock = virtualClock();
    clock.schedule(Infinity, () => expect.unreachable());
    await clock.runAll();
    expect([clock.now(), clock.pending]).toEqual([0, 1]);
  });

  it('say so when something re-arms itself for ever', async () => {
    const clock = virtualClock();
    const again = (): void => void clock.schedule(1, again);
    again();
    await expect(clock.runAll()).rejects.toThrow('re-arms itself for ever');
  });
});

describe('settle', () => {
  it('goes as far as the promise needs and no further', async () => {
    const clock = virtualClock();
    void sleep(clock, 500);
    const value = sleep(clock, 100).then(() => 'done');
    expect(await clock.settle(value)).toBe('done');
    expect(clock.now()).toBe(100);
  });

  it('rejects as the promise does', async () => {
    const clock = virtualClock();
    const failure = new Error('as told');
    const promise = sleep(clock, 10).then(() => Promise.reject(failure));
    await expect(clock.settle(promise)).rejects.toBe(failure);
  });

  it('says so when nothing on the clock moves the promise on', async () => {
    const clock = virtualClock();
    const never = new Promise<never>(() => {});
    await expect(clock.settle(never, { patience: 5 })).rejects.toThrow('no timer is armed on this clock');
  });

  it('says so when timers fire for ever and the promise does not care', async () => {
    const clock = virtualClock();
    const again = (): void => void clock.schedule(1, again);
    again();
    await expect(clock.settle(new Promise<never>(() => {}))).rejects.toThrow('re-arms itself for ever');
  });
});

describe('waitForTimer', () => {
  it('waits for any timer, or for one of exactly that delay', async () => {
    const clock = virtualClock();
    const seen: string[] = [];
    const any = clock.waitForTimer().then(() => seen.push('any'));
    const exact = clock.waitForTimer(20).then(() => seen.push('exact'));
    clock.schedule(10, () => {});
    await any;
    expect(seen).toEqual(['any']);
    clock.schedule(20, () => {});
    await exact;
    await clock.waitForTimer(20);
    expect(seen).toEqual(['any', 'exact']);
  });
});

describe('wrong options', () => {
  it.each([
    [() => virtualClock({ now: Number.NaN }), 'now must be a finite number of milliseconds'],
    [() => virtualClock({ start: 5 } as VirtualClockOptions), "Option 'virtualClock.start' is unknown"],
    [() => virtualClock().shiftWall(Infinity), 'shiftWall must be a finite number'],
  ])('are refused (%#)', (make, message) => {
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(message);
  });

  it('are refused where they come late', async () => {
    await expect(virtualClock().advance(-1)).rejects.toBeInstanceOf(ConfigurationError);
    await expect(virtualClock().settle(Promise.resolve(), { patience: -1 })).rejects.toThrow(
      'settle.patience must be zero or a positive number',
    );
  });
});
