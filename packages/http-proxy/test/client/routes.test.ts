import { describe, expect, it } from 'vitest';

import { httpServer } from '../../../http-core/test/support/http-server.ts';
import { makeAuthority } from '../../../http-testing/src/fault-server/certificates.ts';
import { expectNothingLeft } from '../../../http-testing/src/fault-server/leak-check.ts';
import { httpProxy } from '../support/http-proxy.ts';
import { proxiedClient } from '../support/proxied-client.ts';
import { socksProxy } from '../support/socks-proxy.ts';
import { transports } from '../support/transports.ts';
import type { FakeProxy } from '../support/upstream.ts';

interface Way {
  readonly way: string;
  readonly forwards: boolean;
  readonly user?: string;
  make(): Promise<FakeProxy>;
}

const basic = { credentials: ['user:p@ss:wörd'] };
const user = `user:${encodeURIComponent('p@ss:wörd')}@`;
const ways: readonly Way[] = [
  { way: 'an HTTP proxy', forwards: true, make: () => httpProxy() },
  { way: 'an HTTP proxy with credentials', forwards: true, user, make: () => httpProxy(basic) },
  { way: 'a proxy over TLS', forwards: true, make: () => httpProxy({ tls: true }) },
  {
    way: 'a proxy over TLS with credentials',
    forwards: true,
    user,
    make: () => httpProxy({ tls: true, ...basic }),
  },
  { way: 'SOCKS 5', forwards: false, make: () => socksProxy() },
  {
    way: 'SOCKS 5 with credentials',
    forwards: false,
    user,
    make: () => socksProxy({ ...basic, scheme: 'socks5h' }),
  },
  { way: 'SOCKS 4a', forwards: false, make: () => socksProxy({ scheme: 'socks4a' }) },
  {
    way: 'SOCKS 4a with a user',
    forwards: false,
    user: 'ada@',
    make: () => socksProxy({ scheme: 'socks4', credentials: ['ada'] }),
  },
];
const { cert, key } = await (await makeAuthority()).issue({ names: ['origin.test', '127.0.0.1'] });

describe.each(transports)('$name', (transport) => {
  describe.each(ways)('through $way', ({ forwards, user: userinfo = '', make }) => {
    it.each(['http', 'https'])(
      '%s, with its name looked up by the proxy, on as few connections as there may be',
      async (scheme) => {
        await using origin = await httpServer((request, response) => void response.end(`hi ${request.url}`), {
          ...(scheme === 'https' ? { tls: { cert, key } } : {}),
        });
        await using proxy = await make();
        const isForwarded = forwards && scheme === 'http';
        const run = async (): Promise<void> => {
          const client = await proxiedClient(transport, proxy.url.replace('://', `://${userinfo}`));
          const url = `${scheme}://origin.test:${origin.port}`;
          for (const path of ['/one?q=1', '/two']) {
            const response = await client.get(`${url}${path}`, { headers: { authorization: 'Bearer mine' } });
            expect(await response.text()).toBe(`hi ${path}`);
          }
          expect(await (await client.post(`${url}/three`, { body: 'x'.repeat(200_000) })).text()).toBe(
            'hi /three',
          );
          await client.close();
        };
        // What is loaded on first use is no leak.
        await run();
        await expectNothingLeft(run, { servers: [origin, proxy.server] });

        expect(new Set(proxy.targets)).toEqual(new Set([`origin.test:${origin.port}`]));
        expect(origin.connections - proxy.upstream).toBe(0);
        // What may not be sent twice goes out on a connection of its own to a proxy that forwards it.
        expect(proxy.server.connections).toBe(isForwarded ? 4 : 2);
        expect(proxy.upstream).toBe(isForwarded ? 6 : 2);
        for (const { rawHeaders, body } of origin.requests) {
          expect(rawHeaders.filter((name) => /^proxy/i.test(name))).toEqual([]);
          expect(body.length === 0 || body.length === 200_000).toBe(true);
        }
        for (const { method, target, headers } of proxy.server.requests) {
          expect(method === 'CONNECT').toBe(!isForwarded);
          const names = Object.keys(headers);
          const own = userinfo === '' ? [] : ['proxy-authorization'];
          if (isForwarded) expect(target).toMatch(`http://origin.test:${origin.port}/`);
          else expect(names).toEqual(['host', ...own]);
          expect(names.includes('proxy-authorization')).toBe(userinfo !== '');
        }
      },
    );
  });

  it('reaches an address of IPv6 with its brackets', async () => {
    await using origin = await httpServer((_request, response) => void response.end('six'), { tls: true });
    for (const make of [httpProxy, socksProxy]) {
      await using proxy = await make();
      const client = await proxiedClient(transport, proxy.url);
      expect(await (await client.get(`https://[::1]:${origin.port}/`)).text()).toBe('six');
      await client.close();
      expect(proxy.targets[0]).toMatch(/^\[(::1|0{31}1)\]:\d+$/);
    }
  });
});
