import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import { createClient } from '@x/http-core';
import { expect, it } from 'vitest';

import { resilience } from '../src/index.ts';
import { EventClock } from './support/event-clock.ts';
import { record, settled } from './support/harness.ts';
import { wire, wireResponse } from './support/wire.ts';

const secretUrl = 'http://user:hunter2@a.test/x?api_key=hunter2&page=1';

// INVARIANT: what is told passes the one redactor; an event that is emitted past it would print a secret here.
it('every event names client, key, method and URL, and holds no secret', async () => {
  const clock = new EventClock();
  const transport = wire(async () => wireResponse(503));
  const policy = resilience({
    breaker: { failureThreshold: 1 },
    bulkhead: { maxConcurrent: 1, acquireTimeout: 0 },
    budget: { minRetriesPerSecond: 0.1, percentCanRetry: 0 },
  });
  const client = createClient({ name: 'users', clock, plugins: [transport, policy] });
  const { names, details } = record(client);
  await settled(clock, Promise.all([client.get(secretUrl).result(), client.get(secretUrl).result()]), 200);
  await settled(clock, client.get(secretUrl).result(), 0);
  expect(new Set(names)).toEqual(
    new Set([
      'retry.scheduled',
      'retry.budget_refused',
      'bulkhead.rejected',
      'circuit.opened',
      'circuit.rejected',
    ]),
  );
  for (const detail of details) {
    expect(detail).toMatchObject({ client: 'users', key: 'http://a.test', method: 'GET' });
    expect(detail['url']).toContain('page=1');
  }
  expect(JSON.stringify(details)).not.toContain('hunter2');
});

it('goes to node:diagnostics_channel as well', async () => {
  const clock = new EventClock();
  const heard: unknown[] = [];
  const listener = (message: unknown): void => void heard.push(message);
  subscribe('@x/http:retry.scheduled', listener);
  try {
    const client = createClient({ clock, plugins: [wire(async () => wireResponse(503)), resilience()] });
    await settled(clock, client.get('http://a.test/').result());
  } finally {
    unsubscribe('@x/http:retry.scheduled', listener);
  }
  expect(heard).toMatchObject([
    { event: 'retry.scheduled', attempt: 2 },
    { event: 'retry.scheduled', attempt: 3 },
  ]);
});
