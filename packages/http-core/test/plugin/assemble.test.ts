import { describe, expect, it, test } from 'vitest';

import { createClient } from '../../src/create-client.ts';
import { ClientClosedError, ConfigurationError } from '../../src/errors/index.ts';
import type { AnyPlugin } from '../../src/plugin.ts';
import { definePlugin } from '../../src/plugin.ts';
import { fakeTransport, rejection } from '../support/fake-transport.ts';

const url = 'http://a.test/';

/** A plugin with a state of its own per set-up: it counts the calls that go through it. */
function counting(name: string, log: string[] = []) {
  const states: { calls: number }[] = [];
  const plugin = definePlugin({
    name,
    contract: 1,
    setup: () => {
      const state = { calls: 0 };
      states.push(state);
      log.push(`set up ${name}`);
      return {
        call: {
          around: (inner) => (call) => {
            state.calls++;
            return inner(call);
          },
        },
        callOptions: {},
        open: () => void log.push(`open ${name}`),
        close: () => void log.push(`close ${name}`),
      };
    },
  });
  return { plugin, states };
}

describe('extend', () => {
  it('shares the plugins as they are set up, and the transport', async () => {
    const { plugin, states } = counting('shared');
    const transport = fakeTransport();
    const parent = createClient({ plugins: [plugin, transport] });
    const child = parent.extend({ name: 'child' });
    const grandchild = child.extend({});
    await Promise.all([parent.get(url), child.get(url), grandchild.get(url)]);
    expect(states).toEqual([{ calls: 3 }]);
    expect(transport.requests).toHaveLength(3);
    expect([child.name, grandchild.name]).toEqual(['child', 'child']);
  });

  it('sets up what it adds anew, inside what was there', async () => {
    const log: string[] = [];
    const shared = counting('shared', log);
    const added = counting('added', log);
    const parent = createClient({ plugins: [shared.plugin, fakeTransport()] });
    const children = [parent.extend({ plugins: [added.plugin] }), parent.extend({ plugins: [added.plugin] })];
    await children[0]?.get(url);
    expect(added.states).toEqual([{ calls: 1 }, { calls: 0 }]);
    const around = children[0]?.describe().chain.filter(({ slot }) => slot === 'around');
    expect(around?.map(({ plugin }) => plugin)).toEqual(['shared', 'added']);
    expect(log).toEqual(['set up shared', 'set up added', 'set up added', 'open shared', 'open added']);
  });

  it('never closes what is the parent’s; the parent closes for its children', async () => {
    const log: string[] = [];
    const transport = fakeTransport();
    const parent = createClient({ plugins: [counting('shared', log).plugin, transport] });
    const child = parent.extend({ plugins: [counting('added', log).plugin] });
    await child.open();
    await child.close();
    expect(log.filter((line) => line.startsWith('close'))).toEqual(['close added']);
    expect(await rejection(child.get(url))).toBeInstanceOf(ClientClosedError);
    expect((await parent.get(url)).status).toBe(200);
    expect(transport.closed).toBe(0);
    const other = parent.extend({});
    await parent.close();
    expect(transport.closed).toBe(1);
    expect(await rejection(other.get(url))).toBeInstanceOf(ClientClosedError);
    expect(log.filter((line) => line.startsWith('close'))).toEqual(['close added', 'close shared']);
  });

  it('has the parent wait for calls of its children', async () => {
    const gate = Promise.withResolvers<void>();
    const transport = fakeTransport(async () => {
      await gate.promise;
      return {};
    });
    const parent = createClient({ plugins: [transport] });
    const call = parent.extend({}).get(url);
    const closing = parent.close();
    gate.resolve();
    expect((await call).status).toBe(200);
    await closing;
  });

  test.each<[string, readonly AnyPlugin[], RegExp]>([
    [
      'a plugin that is there',
      [counting('shared').plugin],
      /'shared' is registered twice; the client that is extended has it already/,
    ],
    [
      'a second transport',
      [{ ...fakeTransport(), name: 'other' }],
      /'fake' and 'other' both fill the transport/,
    ],
    [
      'a second retry',
      [{ name: 'b', contract: 1, setup: () => ({ call: { retry: () => () => {} } }) }],
      /'a' and 'b' both fill the slot 'retry'/,
    ],
  ])('refuses %s, naming both', (_, plugins, message) => {
    const retrying: AnyPlugin = {
      name: 'a',
      contract: 1,
      setup: () => ({ call: { retry: (inner: unknown) => inner } }),
    };
    const parent = createClient({ plugins: [counting('shared').plugin, retrying, fakeTransport()] });
    expect(() => parent.extend({ plugins })).toThrow(ConfigurationError);
    expect(() => parent.extend({ plugins })).toThrow(message);
  });

  it('knows the parent’s plugins as met requirements', () => {
    const needy: AnyPlugin = { name: 'needy', contract: 1, requires: ['shared'], setup: () => ({}) };
    const parent = createClient({ plugins: [counting('shared').plugin] });
    expect(() => parent.extend({ plugins: [needy] })).not.toThrow();
  });
});

test('making a client does no I/O and gives each its own state', () => {
  const { plugin, states } = counting('p');
  const transport = fakeTransport();
  createClient({ plugins: [plugin, transport] });
  createClient({ plugins: [plugin, transport] });
  expect(states).toHaveLength(2);
  expect(states[0]).not.toBe(states[1]);
  expect(transport.requests).toHaveLength(0);
});

test('the host is the only door: name, options, clock, chance, a snapshot of the environment', () => {
  process.env['HTTP_CORE_TEST'] = 'before';
  const hosts: {
    env: Readonly<Record<string, string | undefined>>;
    random: () => number;
    clientName: string;
  }[] = [];
  const plugin: AnyPlugin = { name: 'p', contract: 1, setup: (host) => (hosts.push(host), {}) };
  const random = () => 0.5;
  createClient({ name: 'users', random, plugins: [plugin] });
  createClient({ trustEnv: false, plugins: [plugin] });
  process.env['HTTP_CORE_TEST'] = 'after';
  expect(hosts.map(({ env }) => env['HTTP_CORE_TEST'])).toEqual(['before', undefined]);
  expect(hosts[0]).toMatchObject({ clientName: 'users', random });
  expect(Object.isFrozen(hosts[0]?.env)).toBe(true);
  delete process.env['HTTP_CORE_TEST'];
});
