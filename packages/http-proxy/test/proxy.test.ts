import { ConfigurationError, createClient, definePlugin } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { httpServer } from '../../http-core/test/support/http-server.ts';
import type { ProxyOptions } from '../src/proxy-options.ts';
import { proxy } from '../src/proxy.ts';
import { httpProxy } from './support/http-proxy.ts';
import { proxiedClient } from './support/proxied-client.ts';
import { transports } from './support/transports.ts';

/** Runs with these variables and no other proxy in the environment. */
function withEnvironment<T>(variables: Readonly<Record<string, string>>, run: () => T): T {
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) {
    if (/^(https?|all|no)_proxy$|^request_method$/i.test(name)) Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, variables);
  try {
    return run();
  } finally {
    for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  }
}

describe.each(transports)('$name', (transport) => {
  const make = (options: ProxyOptions | undefined, more = {}) =>
    createClient({ plugins: [transport.make(), proxy(options)], absoluteUrls: 'any', ...more });

  // INVARIANT: row S8: the environment is read once, and an explicit option puts it out of force.
  it('reads the environment when the client is made, and only when it is trusted', async () => {
    await using origin = await httpServer((_request, response) => void response.end('ok'));
    await using one = await httpProxy();
    const count = async (client: ReturnType<typeof make>): Promise<number> => {
      const before = one.targets.length;
      await client.get(origin.url);
      await client.close();
      return one.targets.length - before;
    };
    const trusting = withEnvironment({ HTTP_PROXY: one.url }, () => make(undefined));
    expect(await count(trusting)).toBe(1);
    const later = make(undefined, { trustEnv: true });
    expect(await withEnvironment({ HTTP_PROXY: one.url }, () => count(later))).toBe(0);
    expect(
      await count(withEnvironment({ HTTP_PROXY: one.url }, () => make(undefined, { trustEnv: false }))),
    ).toBe(0);
    expect(
      await count(withEnvironment({ ALL_PROXY: one.url, NO_PROXY: '127.0.0.0/8' }, () => make(undefined))),
    ).toBe(0);
    expect(await count(withEnvironment({ HTTP_PROXY: one.url }, () => make({})))).toBe(0);
    expect(
      await count(withEnvironment({ NO_PROXY: '*', http_proxy: 'http://127.0.0.1:9' }, () => make(one.url))),
    ).toBe(1);
    expect(
      await count(withEnvironment({ REQUEST_METHOD: 'GET', HTTP_PROXY: one.url }, () => make(undefined))),
    ).toBe(0);
  });

  it('chooses by scheme, by list and by function', async () => {
    await using origin = await httpServer((_request, response) => void response.end('ok'));
    await using one = await httpProxy();
    const reached = async (options: ProxyOptions): Promise<boolean> => {
      const before = one.targets.length;
      const client = await proxiedClient(transport, options);
      await client.get(origin.url);
      await client.close();
      return one.targets.length > before;
    };
    const { url } = one;
    expect(await reached({ http: url })).toBe(true);
    expect(await reached({ http: new URL(url), noProxy: ['other.test'] })).toBe(true);
    expect(await reached({ https: url })).toBe(false);
    expect(await reached({ http: url, noProxy: '127.0.0.1' })).toBe(false);
    expect(await reached({ http: url, noProxy: [`127.0.0.0/8`] })).toBe(false);
    expect(await reached(() => url)).toBe(true);
    expect(await reached(() => new URL(url))).toBe(true);
    expect(await reached(() => undefined)).toBe(false);
    expect(await reached(() => null)).toBe(false);
    expect(await reached((target) => (target.pathname === '/' ? url : undefined))).toBe(true);
    // What the function does to the URL is nobody else's business.
    expect(
      await reached((target) => {
        target.host = 'elsewhere.test';
        return undefined;
      }),
    ).toBe(false);
  });

  it('a function that throws, or chooses what is no proxy, fails the call before anything is sent', async () => {
    await using origin = await httpServer((_request, response) => void response.end('ok'));
    const bad: readonly ProxyOptions[] = [
      () => {
        throw new Error('boom');
      },
      () => 'ftp://user:hunter2@p',
      () => 7 as unknown as string,
    ];
    for (const choice of bad) {
      const client = await proxiedClient(transport, choice);
      const result = await client.get(origin.url).result();
      expect(result.ok).toBe(false);
      if (!result.ok) expect(result.error).toBeInstanceOf(ConfigurationError);
      expect(JSON.stringify(result)).not.toContain('hunter2');
      await client.close();
    }
    expect(origin.connections).toBe(0);
  });
});

it.each<[unknown, RegExp]>([
  ['ftp://user:hunter2@p', /proxy\(\) is not the URL of a proxy: ftp:\/\//],
  [7, /proxy must be a URL, a function or a plain object with http, https, noProxy/],
  [null, /proxy must be/],
  [{ http: 7 }, /proxy\.http must be the URL of a proxy/],
  [{ https: 'nonsense://x' }, /'proxy\.https' is not the URL of a proxy/],
  [{ noProxy: [7] }, /proxy\.noProxy must be a list of hosts/],
  [{ ftp: 'http://p' }, /Option 'proxy\.ftp' is unknown/],
])('refuses %j', (options, message) => {
  const make = (): unknown => proxy(options as ProxyOptions);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(message);
  expect(make).toThrow(/^(?!.*hunter2)/s);
});

it.each<[string, RegExp]>([
  ['http://a%3Ab:c@p', /colon in its user name/],
  ['http://a%0d%0ax:y@p', /control character/],
  [`socks5://${'a'.repeat(256)}:c@p`, /more than 255 bytes/],
])('refuses credentials that cannot be sent: %.20s', (url, message) => {
  expect(() => createClient({ plugins: [proxy(url)] })).toThrow(message);
});

it('shows itself in describe(), without credentials', () => {
  const settingsOf = (options: ProxyOptions | undefined): unknown =>
    createClient({ trustEnv: false, plugins: [proxy(options)] })
      .describe()
      .chain.find(({ plugin }) => plugin === 'proxy')?.settings;
  const http = 'http://user:hunter2@p:3128';
  const shown = settingsOf({ http, https: 'socks5://h', noProxy: ['a', 'b'] });
  expect(JSON.stringify(shown)).not.toContain('hunter2');
  expect(shown).toMatchObject({
    source: 'options',
    http: expect.stringContaining('@p:3128'),
    https: 'socks5://h:1080',
  });
  expect(shown).toMatchObject({ noProxy: 'a,b' });
  expect(settingsOf(undefined)).toMatchObject({ source: 'environment', http: undefined });
  expect(settingsOf(() => null)).toEqual({ source: 'function' });
});

it('needs a transport that can', () => {
  const features = new Set<never>();
  const never = (): Promise<never> => Promise.reject(new Error('never'));
  const other = definePlugin({
    name: 'other',
    contract: 1,
    setup: () => ({
      transport: { name: 'other', features, exchange: never, close: () => Promise.resolve() },
    }),
  });
  expect(() => createClient({ plugins: [other, proxy('http://p')] })).toThrow(
    /'proxy' chooses proxies, but transport 'other'/,
  );
});
