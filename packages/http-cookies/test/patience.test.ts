import type { Hop } from '@x/http-core';
import { expect, it } from 'vitest';

import { VirtualClock } from '../../http-testing/src/clock/virtual-clock.ts';
import { patience, waitFor } from '../src/patience.ts';

/** Of a hop only what is listened to. */
function hopOf() {
  const listeners = new Set<(reason: unknown) => void>();
  const onAbort = (listener: (reason: unknown) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return { hop: { onAbort } as unknown as Hop, listeners };
}

it('gives what comes in time, and leaves neither timer nor listener', async () => {
  const clock = new VirtualClock();
  const { hop, listeners } = hopOf();
  expect(await waitFor(Promise.resolve(5), clock, hop)).toBe(5);
  await expect(waitFor(Promise.reject(new Error('no')), clock, hop)).rejects.toThrow('no');
  expect([clock.pending, listeners.size]).toEqual([0, 0]);
});

it('gives up after a second', async () => {
  const clock = new VirtualClock();
  const { hop, listeners } = hopOf();
  const waiting = waitFor(new Promise(() => {}), clock, hop).catch((error: unknown) => error);
  await clock.advance(patience - 1);
  expect(clock.pending).toBe(1);
  await clock.advance(1);
  expect(await waiting).toMatchObject({ message: 'The cookie jar did not answer within 1000 ms' });
  expect([clock.pending, listeners.size]).toEqual([0, 0]);
});

it('ends with the call', async () => {
  const clock = new VirtualClock();
  const { hop, listeners } = hopOf();
  const waiting = waitFor(new Promise(() => {}), clock, hop);
  for (const listener of listeners) listener(new Error('aborted'));
  expect(await waiting).toBe(undefined);
  expect(clock.pending).toBe(0);
});
