import { createClient, definePlugin, type HttpResponse } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { bulkhead, resilience } from '../../src/index.ts';
import { EventClock } from '../support/event-clock.ts';
import { settled, url } from '../support/harness.ts';
import { heldServer } from '../support/holds.ts';
import { wire, wireResponse } from '../support/wire.ts';

describe('a slot', () => {
  it('K6: is held to the end of a streamed body, read or cancelled', async () => {
    const clock = new EventClock();
    const slots = bulkhead({ maxConcurrent: 1, acquireTimeout: 0 });
    const transport = wire(async () => {
      async function* body() {
        yield new Uint8Array(10);
        yield new Uint8Array(10);
      }
      return { ...wireResponse(200), body: body() };
    });
    const client = createClient({ clock, plugins: [transport, resilience({ bulkhead: slots })] });
    const { value } = await settled(clock, client.stream('GET', url), 0);
    expect(slots.active).toBe(1);
    expect((await settled(clock, client.stream('GET', url), 0)).error).toMatchObject({
      name: 'BulkheadFullError',
    });
    await (value as HttpResponse).bytes();
    expect(slots.active).toBe(0);
    const { value: second } = await settled(clock, client.stream('GET', url), 0);
    expect(slots.active).toBe(1);
    (second as HttpResponse).cancel();
    expect(slots.active).toBe(0);
  });

  it('is held over the back-off of its call', async () => {
    const clock = new EventClock();
    const slots = bulkhead({ maxConcurrent: 1 });
    let requests = 0;
    const transport = wire(async () => wireResponse(++requests === 1 ? 503 : 200));
    const client = createClient({
      clock,
      random: () => 0.5,
      plugins: [transport, resilience({ bulkhead: slots })],
    });
    const call = client.get(url);
    await clock.run(20);
    expect([slots.active, requests]).toEqual([1, 1]);
    await settled(clock, call, 100);
    expect([slots.active, requests]).toEqual([0, 2]);
  });

  it('K5: comes back from a layer that throws at once, and from one that hangs, 250 ms after the call has ended', async () => {
    const clock = new EventClock();
    const slots = bulkhead({ maxConcurrent: 1, acquireTimeout: 0 });
    let fault: 'throws' | 'hangs' = 'throws';
    const broken = definePlugin({
      name: 'broken',
      contract: 1,
      setup: () => ({
        callOptions: {},
        attempt: {
          around: () => () => {
            if (fault === 'throws') throw new TypeError('a bug');
            return new Promise(() => {});
          },
        },
      }),
    });
    const plugins = [wire(async () => wireResponse(200)), broken, resilience({ bulkhead: slots })] as const;
    const client = createClient({ clock, timeout: 100, plugins });
    expect((await settled(clock, client.get(url), 0)).error).toMatchObject({ name: 'InterceptorError' });
    expect(slots.active).toBe(0);
    fault = 'hangs';
    expect((await settled(clock, client.get(url), 100)).error).toMatchObject({ phase: 'total' });
    expect(slots.active).toBe(1);
    await clock.run(clock.now() + 250);
    expect([slots.active, clock.pending]).toEqual([0, 0]);
  });
});

describe('a call in the queue', () => {
  it('K4: leaves it the moment it is aborted, with the reason itself', async () => {
    const slots = bulkhead({ maxConcurrent: 1 });
    const { clock, client, server } = heldServer(slots);
    void client.get(url).result();
    const controller = new AbortController();
    const waiting = client.get(url, { signal: controller.signal });
    await clock.run(10);
    expect(slots.queued).toBe(1);
    const reason = { why: 'enough' };
    controller.abort(reason);
    expect(slots.queued).toBe(0);
    const { error, at } = await settled(clock, waiting, 0);
    expect(error).toBe(reason);
    expect([at, clock.pending, server.order.length]).toEqual([10, 0, 1]);
  });

  it('K7: waits within its deadline', async () => {
    const slots = bulkhead({ maxConcurrent: 1, acquireTimeout: Infinity });
    const { clock, client } = heldServer(slots);
    void client.get(url).result();
    const { error, at } = await settled(clock, client.get(url, { timeout: 200 }), 1_000);
    expect(error).toMatchObject({ name: 'TimeoutError', phase: 'total' });
    expect([at, slots.queued]).toEqual([200, 0]);
  });

  it('that is aborted in the very turn it is admitted gives the slot on', async () => {
    const slots = bulkhead({ maxConcurrent: 1 });
    const { clock, client, server } = heldServer(slots);
    void client.get(url).result();
    const controller = new AbortController();
    const second = client.get(url, { signal: controller.signal });
    const third = client.get(`${url}third`);
    await clock.run(1);
    // The slot is handed over while the first response is on its way to its caller; the abort comes right behind it.
    server.open[0]?.(wireResponse(200));
    while (slots.queued === 2) await Promise.resolve();
    controller.abort('too late');
    expect((await settled(clock, second, 0)).error).toBe('too late');
    server.open.at(-1)?.(wireResponse(200));
    expect((await settled(clock, third, 0)).value).toMatchObject({ status: 200 });
    expect([slots.active, slots.queued, server.order]).toEqual([0, 0, ['/', '/third']]);
  });
});
