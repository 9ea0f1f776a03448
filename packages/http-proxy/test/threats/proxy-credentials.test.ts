import { middleware } from '@x/http-core';
import { resilience } from '@x/http-resilience';
import { describe, expect, it } from 'vitest';

import { httpServer } from '../../../http-core/test/support/http-server.ts';
import { rawServer } from '../../../http-core/test/support/raw-server.ts';
import { httpProxy } from '../support/http-proxy.ts';
import { proxiedClient } from '../support/proxied-client.ts';
import { transports } from '../support/transports.ts';

const withUser = (url: string, user = 'ada:hunter2'): string => url.replace('://', `://${user}@`);
/** A caller who writes the header by hand, which redirects and retries then carry along. */
const handwritten = { 'proxy-authorization': 'Basic aGFuZDp3cml0dGVu' };

describe.each(transports)('$name', (transport) => {
  // INVARIANT: row S3: what is for the proxy goes to no origin, whichever way the request takes.
  it.each([
    ['directly', 'http', '*'],
    ['through a tunnel', 'https', ''],
    ['forwarded', 'http', ''],
  ])('no origin that is reached %s sees Proxy-Authorization', async (_way, scheme, noProxy) => {
    await using origin = await httpServer(
      (_request, response) => void response.end(),
      scheme === 'https' ? { tls: true } : {},
    );
    await using proxy = await httpProxy({ credentials: ['ada:hunter2'] });
    const url = withUser(proxy.url);
    const client = await proxiedClient(transport, { http: url, https: url, noProxy });
    await client.get(origin.url, { headers: handwritten });
    await client.close();
    expect(origin.requests).toHaveLength(1);
    expect(origin.requests[0]?.rawHeaders.join()).not.toMatch(/proxy|hunter2|aGFuZ/i);
    for (const { headers } of proxy.server.requests) {
      expect(headers['proxy-authorization']).toEqual([`Basic ${btoa('ada:hunter2')}`]);
    }
  });

  it.each(['redirect', 'retry'])(
    'a %s to a host without a proxy leaves Proxy-Authorization behind',
    async (kind) => {
      await using direct = await httpServer((_request, response) => void response.end('direct'));
      const there = direct.url.replace('127.0.0.1', 'localhost');
      await using behind = await httpServer((_request, response) => {
        if (kind === 'retry') response.writeHead(503, { 'retry-after': '0' }).end();
        else response.writeHead(302, { location: there }).end();
      });
      await using proxy = await httpProxy({ credentials: ['ada:hunter2'] });
      let attempts = 0;
      const client = await proxiedClient(
        transport,
        // The retry finds the proxy taken off.
        (target) =>
          (kind === 'retry' ? ++attempts > 1 : target.hostname === 'localhost')
            ? undefined
            : withUser(proxy.url),
        { plugins: [resilience({ retry: { baseDelay: 1, maxAttempts: 2 } })], throwOnStatus: false },
      );
      await client.get(behind.url, { headers: handwritten });
      await client.close();
      expect(proxy.server.requests).toHaveLength(1);
      const seen = [...direct.requests, ...behind.requests];
      expect(seen).toHaveLength(2);
      for (const { rawHeaders } of seen) expect(rawHeaders.join()).not.toMatch(/proxy-auth|hunter2|aGFuZ/i);
    },
  );

  it('CONNECT carries Host and Proxy-Authorization, and nothing of the request in clear', async () => {
    await using origin = await httpServer((_request, response) => void response.end(), { tls: true });
    const bytes: Buffer[] = [];
    await using proxy = await rawServer(async (connection) => {
      await connection.request();
      connection.socket.on('data', (chunk: Buffer) => bytes.push(chunk));
      connection.write('HTTP/1.1 200 OK\r\n\r\n');
      connection.socket.pause();
      await connection.tunnel(origin.port);
    });
    const client = await proxiedClient(transport, withUser(proxy.url), {
      headers: { 'user-agent': 'shop/1.0', 'x-api-key': 'secret1' },
      plugins: [
        middleware('hop', (hop, next) => {
          hop.request.headers.set('authorization', 'Bearer secret2');
          return next(hop);
        }),
      ],
    });
    await client.post(`${origin.url}/secret3?token=secret4`, {
      body: 'secret5',
      headers: { cookie: 'a=secret6' },
    });
    await client.close();
    const [connect] = proxy.requests;
    const authority = `127.0.0.1:${origin.port}`;
    expect(connect?.raw.toString()).toBe(
      `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nProxy-Authorization: Basic ${btoa('ada:hunter2')}\r\n\r\n`,
    );
    expect(Buffer.concat(bytes).toString('latin1')).not.toMatch(/secret|POST|HTTP\/1/);
    expect(origin.requests[0]).toMatchObject({ target: '/secret3?token=secret4' });
  });

  // INVARIANT: row S2: connections are shared only between requests that go the same way with the same credentials.
  it.each(['http', 'https'])(
    '%s: other credentials, another proxy or none never share a connection',
    async (scheme) => {
      await using origin = await httpServer(
        (_request, response) => void response.end(),
        scheme === 'https' ? { tls: true } : {},
      );
      await using one = await httpProxy({ credentials: ['ada:1', 'bob:2'] });
      await using other = await httpProxy({ credentials: ['ada:1'] });
      const ways = [
        withUser(one.url, 'ada:1'),
        withUser(one.url, 'bob:2'),
        withUser(other.url, 'ada:1'),
        undefined,
      ];
      let way: string | undefined;
      const client = await proxiedClient(transport, () => way);
      for (const round of [1, 2]) {
        for (way of ways) await client.get(origin.url);
        expect(one.server.connections).toBe(2);
        expect(other.server.connections).toBe(1);
        const ofTunnels = scheme === 'https' ? 4 : 3 * round + 1;
        expect(origin.connections).toBe(ofTunnels);
      }
      // Who has no right to the proxy gets no tunnel of somebody who has.
      way = withUser(one.url, 'eve:3');
      const result = await client.get(origin.url).result();
      expect(result.ok).toBe(false);
      await client.close();
    },
  );

  it('a proxy over TLS is verified, with the trust of the client', async () => {
    await using origin = await httpServer((_request, response) => void response.end(), { tls: true });
    const { selfSigned } = await import('../../../http-testing/src/fault-server/certificates.ts');
    await using proxy = await httpProxy({ tls: await selfSigned() });
    for (const url of [origin.url, 'http://origin.test/']) {
      const client = await proxiedClient(transport, withUser(proxy.url));
      const result = await client.get(url).result();
      expect(result).toMatchObject({
        ok: false,
        error: { name: 'TlsError', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      });
      if (!result.ok) expect(result.error.message).toContain(`127.0.0.1:${proxy.server.port}`);
      await client.close();
    }
    expect(proxy.server.requests).toHaveLength(0);
  });
});
