import { describe, expect, it } from 'vitest';

import { eventLoopTurns } from '../../../http-testing/src/clock/event-loop-turn.ts';
import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import { createClient } from '../../src/create-client.ts';
import {
  ClientClosedError,
  ClientError,
  ClientNotOpenError,
  ConfigurationError,
} from '../../src/errors/index.ts';
import type { AnyPlugin } from '../../src/plugin.ts';
import { type Answer, fakeTransport, openBody, rejection } from '../support/fake-transport.ts';

const url = 'http://a.test/';

/** A plugin that writes down when it is opened and closed. */
function hooked(name: string, log: string[], hooks: { open?(): unknown; close?(): unknown } = {}): AnyPlugin {
  const open = async () => {
    log.push(`open ${name}`);
    await hooks.open?.();
  };
  const close = async () => {
    log.push(`close ${name}`);
    await hooks.close?.();
  };
  return { name, contract: 1, setup: () => ({ open, close, callOptions: {} }) };
}

describe('open', () => {
  it('runs every hook once, in order, before the first send, for concurrent first calls together', async () => {
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const transport = fakeTransport(() => {
      log.push('send');
      return {};
    });
    const slow = hooked('slow', log, { open: () => gate.promise });
    const client = createClient({ plugins: [hooked('first', log), slow, hooked('last', log), transport] });
    const calls = [client.get(url), client.get(url), client.stream('GET', url), client.open()];
    await eventLoopTurns();
    expect(log).toEqual(['open first', 'open slow']);
    gate.resolve();
    await Promise.all(calls);
    await client.get(url);
    expect(log).toEqual(['open first', 'open slow', 'open last', 'send', 'send', 'send', 'send']);
  });

  it('that fails fails the calls that waited, each with an error of its own, and is tried again by the next', async () => {
    const log: string[] = [];
    let failures = 1;
    const cause = new Error('no store');
    const flaky = hooked('flaky', log, {
      open: () => (failures-- > 0 ? Promise.reject(cause) : undefined),
    });
    const transport = fakeTransport();
    const client = createClient({ plugins: [hooked('steady', log), flaky, transport] });
    const [one, two] = (await Promise.all([
      rejection(client.get(`${url}1`)),
      rejection(client.get(`${url}2`)),
    ])) as ClientError[];
    expect(one).toBeInstanceOf(ClientError);
    expect(one).toMatchObject({ message: "Plugin 'flaky' failed to open: no store", cause });
    expect([one?.request?.url, two?.request?.url]).toEqual([`${url}1`, `${url}2`]);
    expect(transport.requests).toHaveLength(0);
    await client.get(url);
    expect(log).toEqual(['open steady', 'open flaky', 'open flaky']);
  });

  it('that never ends is covered by the deadline, and what comes after it sends nothing', async () => {
    const clock = new VirtualClock();
    const gate = Promise.withResolvers<void>();
    const transport = fakeTransport();
    const client = createClient({
      clock,
      plugins: [hooked('slow', [], { open: () => gate.promise }), transport],
    });
    const call = rejection(client.get(url, { timeout: 100 }));
    await clock.advance(100);
    expect(await call).toMatchObject({ name: 'TimeoutError', phase: 'total' });
    gate.resolve();
    await eventLoopTurns();
    expect(transport.requests).toHaveLength(0);
    expect(clock.pending).toBe(0);
  });

  it('is what lazyOpen: false demands before the first call', async () => {
    const transport = fakeTransport();
    const client = createClient({ name: 'users', lazyOpen: false, plugins: [transport] });
    const error = await rejection(client.get(url));
    expect(error).toBeInstanceOf(ClientNotOpenError);
    expect(String(error)).toContain("'users' has not been opened");
    expect(await client.health(url)).toMatchObject({ ok: false, error: { code: 'ERR_HTTP_NOT_OPEN' } });
    expect(transport.requests).toHaveLength(0);
    // Not awaited: a call that follows waits with it.
    void client.open();
    expect((await client.get(url)).status).toBe(200);
  });

  it('of the parent opens a client extended without hooks of its own', async () => {
    const parent = createClient({ lazyOpen: false, plugins: [hooked('a', []), fakeTransport()] });
    const child = parent.extend({ name: 'child' });
    expect(await rejection(child.get(url))).toBeInstanceOf(ClientNotOpenError);
    await parent.open();
    expect((await child.get(url)).status).toBe(200);
    const further = parent.extend({ name: 'further', plugins: [hooked('b', [])] });
    expect(await rejection(further.get(url))).toBeInstanceOf(ClientNotOpenError);
  });
});

describe('close', () => {
  it('runs the hooks last in, first out, the transport after them, once', async () => {
    const log: string[] = [];
    const transport = fakeTransport();
    const client = createClient({ plugins: [hooked('a', log), hooked('b', log), transport] });
    await client.open();
    await Promise.all([client.close(), client.close()]);
    await client.close();
    await client[Symbol.asyncDispose]();
    expect(log).toEqual(['open a', 'open b', 'close b', 'close a']);
    expect(transport.closed).toBe(1);
  });

  it('refuses every new call and open', async () => {
    const transport = fakeTransport();
    const client = createClient({ name: 'users', plugins: [transport] });
    await client.close();
    for (const attempt of [client.get(url), client.stream('GET', url), client.fetch(url), client.open()]) {
      const error = await rejection(attempt);
      expect(error).toBeInstanceOf(ClientClosedError);
      expect(error).toMatchObject({ message: "The client 'users' has been closed" });
    }
    expect(transport.requests).toHaveLength(0);
  });

  it('lets running calls finish within the grace period', async () => {
    const clock = new VirtualClock();
    const gate = Promise.withResolvers<Answer>();
    const transport = fakeTransport(() => gate.promise);
    const client = createClient({ clock, plugins: [transport] });
    const call = client.get(url);
    await eventLoopTurns();
    const closing = client.close();
    await clock.advance(4_999);
    expect(transport.closed).toBe(0);
    gate.resolve({ status: 204 });
    expect((await call).status).toBe(204);
    await closing;
    expect(transport.closed).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it('ends what still runs when the grace period is over, each with an error of its own', async () => {
    const clock = new VirtualClock();
    const transport = fakeTransport(() => new Promise<never>(() => {}));
    const client = createClient({ clock, plugins: [transport] });
    const calls = [rejection(client.get(url)), rejection(client.get(url))];
    await eventLoopTurns();
    const closing = client.close({ grace: 10 });
    await clock.advance(10);
    await closing;
    const [one, two] = await Promise.all(calls);
    expect(one).toBeInstanceOf(ClientClosedError);
    expect(two).not.toBe(one);
  });

  it('counts a streamed call as running until its body ends', async () => {
    const clock = new VirtualClock();
    const open = openBody();
    const transport = fakeTransport(() => ({ body: open.body }));
    const client = createClient({ clock, plugins: [transport] });
    const response = await client.stream('GET', url);
    let isClosed = false;
    const closing = client.close().then(() => (isClosed = true));
    await eventLoopTurns();
    expect(isClosed).toBe(false);
    open.push('last words');
    open.end();
    expect(await response.text()).toBe('last words');
    await closing;
    expect(transport.closed).toBe(1);
  });

  it('ends a body that is still unread after the grace period', async () => {
    const clock = new VirtualClock();
    const open = openBody();
    const client = createClient({ clock, plugins: [fakeTransport(() => ({ body: open.body }))] });
    const response = await client.stream('GET', url);
    const reading = rejection(response.text());
    const closing = client.close({ grace: 0 });
    await clock.advance(0);
    await closing;
    expect(await reading).toBeInstanceOf(ClientClosedError);
    expect(open.isReturned()).toBe(true);
  });

  it('waits for plugins that are opening, so that none opens after it was closed', async () => {
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const transport = fakeTransport();
    const client = createClient({ plugins: [hooked('slow', log, { open: () => gate.promise }), transport] });
    const call = client.get(url);
    const closing = client.close();
    await eventLoopTurns();
    expect(log).toEqual(['open slow']);
    gate.resolve();
    // It began before close() and so may finish.
    expect((await call).status).toBe(200);
    await closing;
    expect(log).toEqual(['open slow', 'close slow']);
  });

  it('closes everything whatever fails, and says which plugin did', async () => {
    const log: string[] = [];
    const cause = new Error('disk full');
    const failing = hooked('failing', log, { close: () => Promise.reject(cause) });
    const transport = fakeTransport();
    const client = createClient({ plugins: [hooked('a', log), failing, transport] });
    const error = await rejection(client.close());
    expect(error).toBeInstanceOf(ClientError);
    expect(error).toMatchObject({ message: "Plugin 'failing' failed to close: disk full", cause });
    expect(log).toEqual(['close failing', 'close a']);
    expect(transport.closed).toBe(1);
  });

  it.each([
    [{ grace: -1 }, /grace must be .*, not a negative number/],
    [{ grace: Number.NaN }, /grace must be .*, not a number \(NaN\)/],
    [{ grace: '5' }, /grace must be .*, not a string/],
    [{ force: true }, /'force' is unknown; allowed are grace/],
    [5, /options must be a plain object with grace, not a number/],
  ])('refuses %o by a rejection and stays open', async (options, message) => {
    const client = createClient({ plugins: [fakeTransport()] });
    const error = await rejection(client.close(options as never));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(message);
    expect((await client.get(url)).status).toBe(200);
  });
});
