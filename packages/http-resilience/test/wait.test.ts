import { createClient } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { resilience } from '../src/index.ts';
import { abortOf, wait } from '../src/wait.ts';
import { EventClock } from './support/event-clock.ts';
import { middle, settled, url } from './support/harness.ts';
import { wire, wireResponse } from './support/wire.ts';

/** A call's end in the hands of the test. */
function abortable() {
  const listeners = new Set<(reason: unknown) => void>();
  let abort: { reason: unknown } | undefined;
  return {
    listeners,
    abort(reason: unknown) {
      abort = { reason };
      for (const listener of listeners) listener(reason);
      listeners.clear();
    },
    onAbort(listener: (reason: unknown) => void) {
      if (abort !== undefined) listener(abort.reason);
      else listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

describe('wait', () => {
  it('ends with its time and leaves no listener', async () => {
    const clock = new EventClock();
    const call = abortable();
    expect((await settled(clock, wait(call, clock, 100))).at).toBe(100);
    expect(call.listeners.size).toBe(0);
  });

  it('rejects with the reason itself the moment the call is aborted, and leaves no timer', async () => {
    const clock = new EventClock();
    const call = abortable();
    const reason = { why: 'the test' };
    clock.schedule(30, () => call.abort(reason));
    const { error, at } = await settled(clock, wait(call, clock, 100), 30);
    expect(error).toBe(reason);
    expect([at, clock.pending]).toEqual([30, 0]);
  });

  it.each([0, 100])('rejects at once when the call has been aborted before (%i ms)', async (delay) => {
    const clock = new EventClock();
    const call = abortable();
    call.abort('gone');
    await expect(wait(call, clock, delay)).rejects.toBe('gone');
    expect(clock.pending).toBe(0);
    expect(abortOf(call)).toEqual({ reason: 'gone' });
    expect(abortOf(abortable())).toBeUndefined();
  });
});

describe('a call in back-off', () => {
  it('rejects with signal.reason at once, and nothing is called again', async () => {
    const clock = new EventClock();
    let requests = 0;
    const transport = wire(async () => {
      requests++;
      return wireResponse(503);
    });
    const client = createClient({ clock, random: middle, plugins: [transport, resilience()] });
    const controller = new AbortController();
    const reason = new Error('enough');
    clock.schedule(20, () => controller.abort(reason));
    const { error, at } = await settled(clock, client.get(url, { signal: controller.signal }), 20);
    expect(error).toBe(reason);
    expect([at, requests, clock.pending]).toEqual([20, 1, 0]);
    await clock.run(1_000);
    expect(requests).toBe(1);
  });

  it('ends with its deadline when the delays alone would not', async () => {
    const clock = new EventClock();
    const transport = wire(
      (request) =>
        new Promise((resolve, reject) => {
          request.onAbort(reject);
          clock.schedule(400, () => resolve(wireResponse(503)));
        }),
    );
    const client = createClient({
      clock,
      random: middle,
      timeout: 1_000,
      plugins: [transport, resilience()],
    });
    const { error, at } = await settled(clock, client.get(url));
    expect(error).toMatchObject({ name: 'TimeoutError', phase: 'total' });
    expect([at, clock.pending]).toEqual([1_000, 0]);
  });

  it('ends when the client is closed', async () => {
    const clock = new EventClock();
    const transport = wire(async () => wireResponse(503));
    const client = createClient({
      clock,
      random: middle,
      plugins: [transport, resilience({ retry: { baseDelay: 1_000 } })],
    });
    const call = client.get(url);
    clock.schedule(100, () => void client.close({ grace: 0 }));
    const { error } = await settled(clock, call);
    expect(error).toMatchObject({ name: 'ClientClosedError' });
    expect(clock.pending).toBe(0);
  });
});
