import { BulkheadFullError, type Call, ConfigurationError } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import type { Slots } from '../../src/bulkhead/bulkhead.ts';
import { bulkhead, type BulkheadOptions } from '../../src/index.ts';
import { EventClock } from '../support/event-clock.ts';
import { record, settled, url } from '../support/harness.ts';
import { heldServer } from '../support/holds.ts';
import { wireResponse } from '../support/wire.ts';

describe('a full bulkhead', () => {
  it('refuses after acquireTimeout, and says what it is', async () => {
    const slots = bulkhead({ maxConcurrent: 1, acquireTimeout: 500 });
    const { clock, client, server } = heldServer(slots);
    const events = record(client);
    void client.get(url).result();
    const { error, at } = await settled(clock, client.get(url), 1_000);
    expect(error).toBeInstanceOf(BulkheadFullError);
    expect(error).toMatchObject({ maxConcurrent: 1, acquireTimeout: 500, sent: 'none' });
    expect((error as Error).message).toContain('none ended within 0.5s');
    expect([at, server.order.length, slots.queued]).toEqual([500, 1, 0]);
    expect(events.names).toEqual(['bulkhead.rejected']);
    expect(events.details[0]).toMatchObject({ maxConcurrent: 1, method: 'GET', key: 'http://a.test' });
  });

  it('refuses at once with acquireTimeout: 0', async () => {
    const { clock, client } = heldServer(bulkhead({ maxConcurrent: 1, acquireTimeout: 0 }));
    void client.get(url).result();
    const { error, at } = await settled(clock, client.get(url), 1_000);
    expect(error).toMatchObject({ code: 'ERR_HTTP_BULKHEAD_FULL', acquireTimeout: 0 });
    expect(at).toBe(0);
  });

  it('waits for ever with acquireTimeout: Infinity', async () => {
    const slots = bulkhead({ maxConcurrent: 1, acquireTimeout: Infinity });
    const { clock, client, server } = heldServer(slots);
    const first = client.get(url);
    const second = client.get(url);
    await clock.run(10_000_000);
    server.open[0]?.(wireResponse(200));
    await settled(clock, first, 0);
    server.open[1]?.(wireResponse(200));
    expect((await settled(clock, second, 0)).value).toMatchObject({ status: 200 });
    expect(slots.active).toBe(0);
  });

  it('refuses at once when the queue is full', async () => {
    const slots = bulkhead({ maxConcurrent: 1, maxQueue: 1 });
    const { clock, client } = heldServer(slots);
    void client.get(url).result();
    void client.get(url).result();
    await clock.run(0);
    const { error, at } = await settled(clock, client.get(url), 10);
    expect((error as Error).message).toContain('(1 more are waiting, maxQueue: 1)');
    expect([at, slots.active, slots.queued]).toEqual([0, 1, 1]);
  });

  it('has a queue that may be nothing', async () => {
    const { clock, client } = heldServer(bulkhead({ maxConcurrent: 1, maxQueue: 0 }));
    void client.get(url).result();
    expect((await settled(clock, client.get(url), 0)).error).toBeInstanceOf(BulkheadFullError);
  });
});

it('K3: a waiter that is admitted keeps no timer and no listener that could refuse it', async () => {
  const clock = new EventClock();
  const slots = bulkhead({ maxConcurrent: 1 }) as Slots;
  const listeners = new Set<(reason: unknown) => void>();
  const call = {
    request: {} as Call['request'],
    onAbort(listener: (reason: unknown) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  slots.tryAcquire();
  const waiting = slots.acquire(call, clock);
  expect([listeners.size, clock.pending]).toEqual([1, 1]);
  slots.release();
  await waiting;
  expect([listeners.size, clock.pending, slots.active]).toEqual([0, 0, 1]);
});

it('is shared by the clients that are given it', async () => {
  const slots = bulkhead({ maxConcurrent: 1, acquireTimeout: 0 });
  const one = heldServer(slots);
  const other = heldServer(slots);
  void one.client.get(url).result();
  await one.clock.run(0);
  expect(slots.active).toBe(1);
  expect((await settled(other.clock, other.client.get(url), 0)).error).toBeInstanceOf(BulkheadFullError);
});

it.each([
  [{}, 'bulkhead.maxConcurrent must be a whole number from 1'],
  [{ maxConcurrent: 0 }, 'bulkhead.maxConcurrent'],
  [{ maxConcurrent: 1.5 }, 'bulkhead.maxConcurrent'],
  [{ maxConcurrent: 1, maxQueue: -1 }, 'bulkhead.maxQueue'],
  [{ maxConcurrent: 1, acquireTimeout: -1 }, 'bulkhead.acquireTimeout'],
  [{ maxConcurrent: 1, queue: 1 }, 'bulkhead.queue'],
])('refuses %o by name', (options, message) => {
  const make = (): unknown => bulkhead(options as BulkheadOptions);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(message);
});
