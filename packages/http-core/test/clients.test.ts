import { describe, expect, it } from 'vitest';

import { createClients } from '../src/clients.ts';
import { ClientClosedError, ClientNotOpenError, ConfigurationError } from '../src/errors/index.ts';
import type { AnyPlugin } from '../src/plugin.ts';
import { fakeTransport, rejection } from './support/fake-transport.ts';

const url = 'http://a.test/';

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

describe('named clients', () => {
  it('are called by their keys unless their options say otherwise', () => {
    const { clients } = createClients({ users: {}, billing: { name: 'money' }, orders: { name: undefined } });
    expect(clients.users.name).toBe('users');
    expect(clients.billing.name).toBe('money');
    expect(clients.orders.name).toBe('orders');
  });

  it('are opened and closed together', async () => {
    const log: string[] = [];
    const transports = [fakeTransport(), fakeTransport()] as const;
    const all = createClients({
      users: { lazyOpen: false, plugins: [hooked('users', log), transports[0]] },
      billing: { lazyOpen: false, plugins: [hooked('billing', log), transports[1]] },
    });
    expect(await rejection(all.clients.users.get(url))).toBeInstanceOf(ClientNotOpenError);
    await all.open();
    expect((await all.clients.billing.get(url)).status).toBe(200);
    await all.close({ grace: 0 });
    await all[Symbol.asyncDispose]();
    expect(log).toEqual(['open users', 'open billing', 'close users', 'close billing']);
    expect(transports.map(({ closed }) => closed)).toEqual([1, 1]);
    expect(await rejection(all.clients.users.get(url))).toBeInstanceOf(ClientClosedError);
  });

  it('close one another when one does not open', async () => {
    const log: string[] = [];
    const failing = hooked('billing', log, { open: () => Promise.reject(new Error('no')) });
    const all = createClients({
      users: { plugins: [hooked('users', log)] },
      billing: { plugins: [failing] },
    });
    expect(String(await rejection(all.open()))).toContain("Plugin 'billing' failed to open: no");
    expect(log).toContain('close users');
    expect(await rejection(all.clients.users.get(url))).toBeInstanceOf(ClientClosedError);
  });

  it('close whatever fails, and then say so', async () => {
    const log: string[] = [];
    const failing = hooked('users', log, { close: () => Promise.reject(new Error('disk full')) });
    const all = createClients({
      users: { plugins: [failing] },
      billing: { plugins: [hooked('billing', log)] },
    });
    expect(String(await rejection(all.close()))).toContain("Plugin 'users' failed to close: disk full");
    expect(log).toEqual(['close users', 'close billing']);
  });
});

it.each([
  [null, /createClients takes a plain object of client options by name, but was given null/],
  [[{}], /but was given an array/],
  [new Map([['users', {}]]), /but was given an instance of Map/],
  [{ users: undefined }, /Client 'users': its options must be a plain object, but are undefined/],
  [{ users: 'http://a.test/' }, /Client 'users': its options must be a plain object, but are a string/],
  [{ users: {}, billing: { timeout: -1 } }, /Client 'billing': timeout must be .*, not a negative number/],
  [{ users: { plugin: [] } }, /Client 'users': Option 'plugin' is unknown/],
])('refuses %o at once, and says which client', (options, message) => {
  const make = () => createClients(options as never);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(message);
});
