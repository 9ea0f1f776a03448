import { ProxyError } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { httpServer } from '../../../http-core/test/support/http-server.ts';
import { proxiedClient } from '../support/proxied-client.ts';
import { isRequired, realProxies, withRealProxy } from '../support/real-proxies.ts';
import { transports } from '../support/transports.ts';

for (const proxy of realProxies) {
  const isMissing = proxy.program === undefined && !isRequired;
  const reason = isMissing ? ' (skipped: it is not installed)' : '';
  describe.skipIf(isMissing).each(transports)(`${proxy.name}${reason}, $name`, (transport) => {
    it(
      'takes http, https, uploads, streams and many at once',
      () =>
        withRealProxy(proxy, async (urls) => {
          const listener: Parameters<typeof httpServer>[0] = (request, response, logged) => {
            response.end(`${request.method} ${logged.body.length}`);
          };
          await using http = await httpServer(listener);
          await using https = await httpServer(listener, { tls: true });
          for (const url of urls) {
            const client = await proxiedClient(transport, url);
            for (const origin of [http, https]) {
              const before = origin.requests.length;
              expect(await (await client.get(origin.url)).text()).toBe('GET 0');
              expect(await (await client.post(origin.url, { body: 'x'.repeat(300_000) })).text()).toBe(
                'POST 300000',
              );
              const response = await client.stream('GET', origin.url);
              expect(await response.text()).toBe('GET 0');
              const many = await Promise.all(Array.from({ length: 10 }, () => client.get(origin.url)));
              expect(many.map(({ status }) => status)).toEqual(Array<number>(10).fill(200));
              expect(origin.requests.length - before).toBe(13);
              const seen = origin.requests.map(({ rawHeaders }) => rawHeaders.join()).join();
              expect(seen).not.toMatch(/proxy-auth|hunter2/i);
            }
            await client.close();
          }
        }),
      30_000,
    );

    it.skipIf(!proxy.asksForLogin)(
      'refuses who does not log in: 407 when it forwards, ProxyError for a tunnel',
      () =>
        withRealProxy(proxy, async (urls) => {
          await using http = await httpServer((_request, response) => void response.end('never'));
          await using https = await httpServer((_request, response) => void response.end('never'), {
            tls: true,
          });
          for (const url of urls) {
            for (const login of ['', 'ada:wrong@']) {
              const client = await proxiedClient(transport, url.replace('ada:hunter2@', login));
              const isForwarded = url.startsWith('http');
              const forwarded = await client.get(http.url).result();
              const tunnelled = await client.get(https.url).result();
              expect([forwarded.ok, tunnelled.ok]).toEqual([false, false]);
              if (!forwarded.ok && isForwarded) {
                expect(forwarded.error).toMatchObject({ status: expect.toBeOneOf([401, 407]) });
              }
              if (!tunnelled.ok) {
                expect(tunnelled.error).toBeInstanceOf(ProxyError);
                expect(tunnelled.error).toMatchObject({ retryable: false, sent: 'none' });
                if (isForwarded) expect(tunnelled.error.message).toContain('HTTP 4');
              }
              await client.close();
            }
          }
          expect(http.connections + https.connections).toBe(0);
        }),
      30_000,
    );

    it(
      'tells that the origin refuses',
      () =>
        withRealProxy(proxy, async (urls) => {
          await using gone = await httpServer((_request, response) => void response.end());
          const { port } = gone;
          await gone.close();
          for (const url of urls) {
            const client = await proxiedClient(transport, url);
            const result = await client.get(`https://127.0.0.1:${port}/`).result();
            expect(result.ok).toBe(false);
            if (!result.ok) expect(result.error).toBeInstanceOf(ProxyError);
            await client.close();
          }
        }),
      30_000,
    );
  });
}
