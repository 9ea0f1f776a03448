import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createClient } from '../../src/create-client.ts';
import { SystemClock } from '../../src/time/system-clock.ts';
import { echoWorker } from '../support/echo-worker.ts';

describe('with the process’s timers turned by hand', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('calls back once, no sooner than the delay, in the order of expiry', async () => {
    const clock = new SystemClock();
    const seen: [string, number][] = [];
    const from = clock.now();
    const note = (name: string) => () => void seen.push([name, clock.now() - from]);
    clock.schedule(500, note('a'));
    await vi.advanceTimersByTimeAsync(100);
    clock.schedule(500, note('b'));
    clock.schedule(50, note('c'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(seen.map(([name]) => name)).toEqual(['c', 'a', 'b']);
    for (const [index, least] of [150, 500, 600].entries()) {
      expect(seen[index]?.[1]).toBeGreaterThanOrEqual(least);
      expect(seen[index]?.[1]).toBeLessThan(least + 5);
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  it('never calls back a timer that was cancelled, first, last or in the middle of its queue', async () => {
    const clock = new SystemClock();
    const seen: number[] = [];
    const timers = Array.from({ length: 7 }, (_, index) => clock.schedule(300, () => void seen.push(index)));
    for (const index of [0, 3, 6, 3]) timers[index]?.cancel();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seen).toEqual([1, 2, 4, 5]);
    for (const timer of timers) timer.cancel();
  });

  it('keeps the others when one is cancelled between falling due and being called back', async () => {
    // INVARIANT: data that arrives in that turn cancels one deadline; every other of the same duration still holds.
    const clock = new SystemClock();
    const seen: string[] = [];
    const due = clock.schedule(100, () => void seen.push('due'));
    vi.advanceTimersByTime(50);
    clock.schedule(100, () => void seen.push('later'));
    vi.advanceTimersToNextTimer();
    due.cancel();
    await vi.advanceTimersByTimeAsync(200);
    expect(seen).toEqual(['later']);
    clock.schedule(100, () => void seen.push('after that'));
    await vi.advanceTimersByTimeAsync(500);
    expect(seen).toEqual(['later', 'after that']);
  });

  it('lets I/O that was ready go before a timer that is overdue', async () => {
    const clock = new SystemClock();
    const seen: string[] = [];
    clock.schedule(10, () => void seen.push('timer'));
    vi.advanceTimersToNextTimer();
    expect(seen).toEqual([]);
    await vi.advanceTimersByTimeAsync(5);
    expect(seen).toEqual(['timer']);
  });

  it('takes more durations than it shares timers for, and the longest there are', async () => {
    const clock = new SystemClock();
    const seen: number[] = [];
    const timers = Array.from({ length: 100 }, (_, index) =>
      clock.schedule(1_000 + index, () => void seen.push(index)),
    );
    timers[99]?.cancel();
    const endless = clock.schedule(Infinity, () => void seen.push(-1));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen).toEqual(Array.from({ length: 99 }, (_, index) => index));
    endless.cancel();
  });
});

describe('with the process’s own timers', () => {
  it('keeps the process alive neither in a shared queue nor alone', () => {
    const alive = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = alive();
    const clock = new SystemClock();
    const timers = Array.from({ length: 80 }, (_, index) => clock.schedule(50_000 + index, () => {}));
    expect(alive()).toBe(before);
    for (const timer of timers) timer.cancel();
  });

  it('gives no false timeout when the event loop was blocked and the answer had come by then', async () => {
    await using server = await echoWorker();
    const client = createClient();
    await client.get(server.origin);
    const call = client.get(server.origin, { timeout: { total: 100, headers: 100, attempt: 100 } });
    // Two turns: the request is on its way.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
    expect((await call).status).toBe(200);
    await client.close();
  });

  it('tells wall time apart from monotonic time', () => {
    const clock = new SystemClock();
    expect(Math.abs(clock.wallNow() - Date.now())).toBeLessThan(1_000);
    expect(Math.abs(clock.now() - performance.now())).toBeLessThan(1_000);
  });
});
