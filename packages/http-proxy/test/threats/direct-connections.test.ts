import { StatusError } from '@x/http-core';
import { resilience } from '@x/http-resilience';
import { describe, expect, it } from 'vitest';

import { httpServer } from '../../../http-core/test/support/http-server.ts';
import { httpProxy } from '../support/http-proxy.ts';
import { proxiedClient } from '../support/proxied-client.ts';
import { socksProxy } from '../support/socks-proxy.ts';
import { transports } from '../support/transports.ts';

type ProxiedClient = Awaited<ReturnType<typeof proxiedClient>>;

/** What a client does behind a proxy; both origins answer the paths below. */
const uses: readonly {
  readonly use: string;
  run(client: ProxiedClient, http: string, https: string): Promise<void>;
}[] = [
  { use: 'http', run: async (client, http) => void (await client.get(http)) },
  { use: 'https', run: async (client, _http, https) => void (await client.get(https)) },
  {
    use: 'redirect',
    run: async (client, http, https) => {
      await client.get(`${http}/to?${encodeURIComponent(`${https}/a`)}`);
      await client.get(`${http}/to?${encodeURIComponent(`${http}/a`)}`);
      await client.get(`${https}/to?${encodeURIComponent(`${http}/a`)}`, {
        redirect: { allowDowngrade: true },
      });
    },
  },
  {
    use: 'retry',
    run: async (client, http, https) => {
      for (const url of [http, https]) {
        await expect(client.get(`${url}/503`)).rejects.toBeInstanceOf(StatusError);
        await expect(client.get(`${url}/break`)).rejects.toThrow();
      }
    },
  },
  {
    use: 'stream',
    run: async (client, http, https) => {
      for (const url of [http, https]) {
        const response = await client.stream('GET', url);
        for await (const chunk of response.body) expect(chunk.byteLength).toBeGreaterThan(0);
      }
    },
  },
];
const proxies = [
  { kind: 'an HTTP proxy', make: () => httpProxy() },
  { kind: 'a proxy over TLS', make: () => httpProxy({ tls: true }) },
  { kind: 'SOCKS 5', make: () => socksProxy() },
  { kind: 'SOCKS 4a', make: () => socksProxy({ scheme: 'socks4a' }) },
];

describe.each(transports)('$name', (transport) => {
  describe.each(proxies)('behind $kind', ({ make }) => {
    // INVARIANT: while a proxy applies no connection leads past it; whoever connects directly tells the origin who asks.
    it.each(uses)('$use makes no direct connection', async ({ run }) => {
      const open = (tls: boolean) =>
        httpServer(
          (request, response) => {
            const { pathname, search } = new URL(request.url ?? '/', 'http://x');
            const location = decodeURIComponent(search.slice(1));
            if (pathname === '/to') response.writeHead(302, { location }).end();
            else if (pathname === '/503') response.writeHead(503, { 'retry-after': '0' }).end();
            else if (pathname === '/break') response.destroy();
            else response.end('ok');
          },
          tls ? { tls: true } : {},
        );
      await using http = await open(false);
      await using https = await open(true);
      await using proxy = await make();
      const client = await proxiedClient(transport, proxy.url, {
        plugins: [resilience({ retry: { baseDelay: 1 } })],
      });
      await run(client, http.url, https.url);
      await client.close();

      expect(http.requests.length + https.requests.length).toBeGreaterThan(0);
      expect(http.connections + https.connections - proxy.upstream).toBe(0);
    });
  });
});
