import { expect, test } from 'vitest';

import { Lifetime } from '../../src/call/lifetime.ts';

test('an abort tells every listener once, with the reason', () => {
  const lifetime = new Lifetime();
  const seen: unknown[] = [];
  const listener = (reason: unknown) => void seen.push(reason);
  lifetime.onAbort(listener);
  lifetime.onAbort(listener);
  expect([lifetime.isAborted, lifetime.reason]).toEqual([false, undefined]);
  lifetime.abort('first');
  lifetime.abort('second');
  expect(seen).toEqual(['first', 'first']);
  expect([lifetime.isAborted, lifetime.reason]).toEqual([true, 'first']);
});

test('a listener that comes too late is told at once', () => {
  const lifetime = new Lifetime();
  lifetime.abort(5);
  const seen: unknown[] = [];
  lifetime.onAbort((reason) => void seen.push(reason))();
  expect(seen).toEqual([5]);
});

test('a listener that was taken off is not told, also by another during the abort', () => {
  const lifetime = new Lifetime();
  const seen: string[] = [];
  const off = lifetime.onAbort(() => void seen.push('off'));
  off();
  off();
  lifetime.onAbort(() => void seen.push('on'));
  lifetime.abort(undefined);
  expect(seen).toEqual(['on']);
});

test('a listener that fails keeps no other from ending', () => {
  const lifetime = new Lifetime();
  const seen: string[] = [];
  lifetime.onAbort(() => {
    throw new Error('no');
  });
  lifetime.onAbort(() => void seen.push('told'));
  const { signal } = lifetime;
  expect(() => lifetime.abort('reason')).not.toThrow();
  expect(seen).toEqual(['told']);
  expect(signal.aborted).toBe(true);
});

test('the signal is one, made when asked for, aborted with the same reason before and after', () => {
  const before = new Lifetime();
  const { signal } = before;
  expect(before.signal).toBe(signal);
  const reason = { why: 'because' };
  before.abort(reason);
  expect(signal.reason).toBe(reason);
  const after = new Lifetime();
  after.abort(reason);
  expect(after.signal.aborted).toBe(true);
  expect(after.signal.reason).toBe(reason);
});
