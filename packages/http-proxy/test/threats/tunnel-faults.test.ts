import { type ClientError, NetworkError, ProxyError, TimeoutError } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { httpServer } from '../../../http-core/test/support/http-server.ts';
import { rawServer, type Script } from '../../../http-core/test/support/raw-server.ts';
import { blackHole } from '../../../http-testing/src/fault-server/black-hole.ts';
import { expectNothingLeft } from '../../../http-testing/src/fault-server/leak-check.ts';
import { httpProxy } from '../support/http-proxy.ts';
import { proxiedClient } from '../support/proxied-client.ts';
import { socksProxy } from '../support/socks-proxy.ts';
import { transports } from '../support/transports.ts';

const target = 'https://origin.test/';

/** Answers the CONNECT with these pieces. */
const answer =
  (...parts: readonly (string | Uint8Array)[]): Script =>
  async (connection) => {
    await connection.request();
    for (const part of parts) await connection.send(part);
  };
/** Answers the CONNECT with this for ever. */
const endless =
  (start: string, part: string): Script =>
  async (connection) => {
    await connection.request();
    connection.write(start);
    while (await connection.send(part.repeat(200)));
  };
/** Answers each packet of a SOCKS handshake with one of these. */
const socks =
  (...replies: readonly (readonly number[])[]): Script =>
  async (connection) => {
    for (const reply of replies) {
      await connection.bytes(1);
      await connection.bytes(connection.unread.length);
      connection.write(Uint8Array.from(reply));
    }
  };
const silence: Script = () => {};
const ok = 'HTTP/1.1 200 OK\r\n';

interface Fault {
  readonly fault: string;
  readonly script: Script;
  readonly message: RegExp;
  readonly proxyStatus?: number;
  readonly retryable?: boolean;
  readonly scheme?: string;
}

const faults: readonly Fault[] = [
  {
    fault: '407',
    script: answer('HTTP/1.1 407 No\r\ncontent-length: 3\r\n\r\nwho'),
    message: /HTTP 407: Proxy Authentication Required/,
    proxyStatus: 407,
    retryable: false,
  },
  {
    fault: '407 of HTTP/1.0 with no reason',
    script: answer('HTTP/1.0 407\r\n\r\n'),
    message: /HTTP 407: Proxy Authentication Required/,
    proxyStatus: 407,
    retryable: false,
  },
  {
    fault: '502',
    script: answer('HTTP/1.1 502 Bad\r\n\r\n'),
    message: /HTTP 502: Bad Gateway/,
    proxyStatus: 502,
    retryable: true,
  },
  {
    fault: '302',
    script: answer('HTTP/1.1 302 Go\r\nlocation: http://evil.test/\r\n\r\n'),
    message: /HTTP 302/,
    proxyStatus: 302,
  },
  {
    fault: '200 with a body',
    script: answer(`${ok}content-length: 5\r\n\r\nhello`),
    message: /more than the head/,
  },
  { fault: 'garbage', script: answer('\0\x01\x02garbage'), message: /did not answer in HTTP/ },
  { fault: 'TLS', script: answer(Uint8Array.of(0x16, 3, 1, 0, 5)), message: /did not answer in HTTP/ },
  {
    fault: 'half a status line of another protocol',
    script: answer('HTTP/2.0 200\r\n\r\n'),
    message: /did not answer in HTTP/,
  },
  { fault: 'a status that is none', script: answer('HTTP/1.1 2000 OK\r\n\r\n'), message: /status line/ },
  { fault: 'bare line feeds', script: answer('HTTP/1.1 200 OK\n\n'), message: /CRLF/ },
  {
    fault: 'a header that is none',
    script: answer(`${ok}no colon here\r\n\r\n`),
    message: /header that is not HTTP/,
  },
  { fault: 'a folded header', script: answer(`${ok}a: b\r\n c\r\n\r\n`), message: /header that is not HTTP/ },
  { fault: '101', script: answer('HTTP/1.1 101 Up\r\n\r\n'), message: /101/ },
  { fault: 'endless headers', script: endless(ok, 'x-a: b\r\n'), message: /larger than 16 KiB/ },
  { fault: 'an endless header', script: endless(`${ok}x-a: `, 'aaaaaaaa'), message: /larger than 16 KiB/ },
  {
    fault: 'endless interim responses',
    script: endless('', 'HTTP/1.1 102 Wait\r\n\r\n'),
    message: /larger than 16 KiB/,
  },
  {
    fault: 'an end before the answer',
    script: async (connection) => (await connection.request(), connection.end()),
    message: /closed the connection/,
  },
  {
    fault: 'an end in the answer',
    script: async (connection) => (await connection.request(), connection.end(ok)),
    message: /closed the connection/,
  },
  {
    fault: 'a reset',
    script: async (connection) => (await connection.request(), connection.reset()),
    message: /ECONNRESET|closed/,
  },
  {
    fault: 'a SOCKS refusal',
    scheme: 'socks5',
    script: socks([5, 0], [5, 4, 0, 1, 0, 0, 0, 0, 0, 0]),
    message: /HostUnreachable/,
    retryable: true,
  },
  {
    fault: 'a SOCKS refusal of the login',
    scheme: 'socks5',
    script: socks([5, 2], [1, 1]),
    message: /Authentication failed/,
    retryable: false,
  },
  {
    fault: 'no SOCKS method',
    scheme: 'socks5',
    script: socks([5, 0xff]),
    message: /no accepted authentication/,
    retryable: false,
  },
  {
    fault: 'a SOCKS reply of another version',
    scheme: 'socks5',
    script: socks([4, 0, 0]),
    message: /invalid socks version/,
  },
  {
    fault: 'a SOCKS reply with more behind it',
    scheme: 'socks5',
    script: socks([5, 0], [5, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, 7]),
    message: /more than its reply/,
  },
  {
    fault: 'a SOCKS end',
    scheme: 'socks5',
    script: async (connection) => (await connection.bytes(1), connection.end()),
    message: /Socket closed/,
  },
  {
    fault: 'a SOCKS reset',
    scheme: 'socks5',
    script: async (connection) => (await connection.bytes(1), connection.reset()),
    message: /ECONNRESET|closed/,
  },
  {
    fault: 'a SOCKS 4 refusal',
    scheme: 'socks4',
    script: socks([0, 91, 0, 0, 0, 0, 0, 0]),
    message: /rejected connection/,
  },
];

describe.each(transports)('$name', (transport) => {
  // INVARIANT: row S4: whatever a proxy does to a tunnel is the proxy's failure, and no socket outlives it.
  it.each(faults)(
    '$fault is a ProxyError',
    async ({ script, message, proxyStatus, retryable = true, scheme }) => {
      await using server = await rawServer(script);
      const url = `${scheme ?? 'http'}://user:hunter2@127.0.0.1:${server.port}`;
      let thrown: unknown;
      const run = async (): Promise<void> => {
        const client = await proxiedClient(transport, url);
        const call = client.get(target, { timeout: { connect: 3_000 } });
        thrown = await call.then(
          () => undefined,
          (error: unknown) => error,
        );
        await client.close();
      };
      await run();
      await expectNothingLeft(run, { servers: [server] });
      expect(thrown).toBeInstanceOf(ProxyError);
      expect(thrown).toMatchObject({ proxyStatus, sent: 'none', reason: 'proxy' });
      if (proxyStatus === undefined || proxyStatus >= 400) expect(thrown).toMatchObject({ retryable });
      const { message: text } = thrown as ClientError;
      expect(text).toMatch(message);
      expect(text).toContain(
        `Cannot connect to host origin.test:443 through the proxy 127.0.0.1:${server.port}`,
      );
      expect(JSON.stringify(thrown) + (thrown as Error).stack).not.toMatch(/hunter2|aHVudGVy/);
    },
  );

  it.each([
    ['CONNECT', 'http', silence],
    ['CONNECT, drop by drop', 'http', endlessDrip],
    ['SOCKS 5', 'socks5', silence],
    ['SOCKS 4', 'socks4', silence],
    ['TLS with the proxy', 'https', silence],
  ])(
    'silence after %s is a TimeoutError of the phase proxy, and an abort ends it at once',
    async (_name, scheme, script) => {
      await using server = await rawServer(script);
      const controller = new AbortController();
      await expectNothingLeft(
        async () => {
          const client = await proxiedClient(transport, `${scheme}://127.0.0.1:${server.port}`);
          const result = await client.get(target, { timeout: { connect: 150 } }).result();
          expect(result.ok).toBe(false);
          if (result.ok) return;
          expect(result.error).toBeInstanceOf(TimeoutError);
          expect(result.error).toMatchObject({ phase: 'proxy', sent: 'none' });
          expect(result.error.message).toContain(`through the proxy 127.0.0.1:${server.port}`);

          const before = server.connections;
          const call = client.get(target, { signal: controller.signal });
          const thrown = call.then(
            () => undefined,
            (error: unknown) => error,
          );
          await server.waitFor(() => server.connections > before);
          const reason = new Error('enough');
          controller.abort(reason);
          expect(await thrown).toBe(reason);
          await client.close();
        },
        { servers: [server], signals: [controller.signal] },
      );
    },
  );

  it('a proxy that refuses, or whose name is unknown, is a ProxyError that any request may survive', async () => {
    await using closed = await rawServer(() => {});
    const { port } = closed;
    await closed.close();
    for (const url of [target, 'http://origin.test/']) {
      for (const scheme of ['http', 'https', 'socks5', 'socks4']) {
        const client = await proxiedClient(transport, `${scheme}://127.0.0.1:${port}`);
        const result = await client.post(url, { json: {} }).result();
        expect(result).toMatchObject({
          ok: false,
          error: { proxyStatus: undefined, sent: 'none', retryable: true },
        });
        if (!result.ok) expect(result.error).toBeInstanceOf(ProxyError);
        if (!result.ok) expect(result.error.message).toContain('ECONNREFUSED');
        await client.close();
      }
    }
    const client = await proxiedClient(transport, 'http://nowhere.test:3128');
    const result = await client.get(target).result();
    expect(result).toMatchObject({ ok: false, error: { reason: 'proxy', retryable: false } });
    await client.close();
  });

  it('a proxy that answers no SYN is a TimeoutError of the phase connect', async () => {
    await using hole = await blackHole();
    const client = await proxiedClient(transport, `http://127.0.0.1:${hole.port}`);
    const result = await client.get(target, { timeout: { connect: 150 } }).result();
    expect(result).toMatchObject({ ok: false, error: { phase: 'connect', sent: 'none' } });
    await client.close();
  });

  it('the total deadline covers the tunnel too', async () => {
    await using server = await rawServer(() => {});
    const client = await proxiedClient(transport, server.url);
    const result = await client.get(target, { timeout: { total: 150 } }).result();
    expect(result).toMatchObject({ ok: false, error: { phase: 'total' } });
    await client.close();
    await server.waitFor(() => server.openConnections === 0);
  });

  it('silence of the origin behind a tunnel is a TimeoutError of the phase tls', async () => {
    await using origin = await rawServer(() => {});
    for (const make of [httpProxy, socksProxy]) {
      await using proxy = await make();
      const client = await proxiedClient(transport, proxy.url);
      const url = `https://127.0.0.1:${origin.port}/`;
      const result = await client.get(url, { timeout: { connect: 200 } }).result();
      expect(result).toMatchObject({ ok: false, error: { phase: 'tls', sent: 'none' } });
      await client.close();
      await proxy.server.waitFor(() => proxy.server.openConnections === 0);
    }
  });

  it('a reset behind the head is the network, not the proxy', async () => {
    await using origin = await rawServer(
      async (connection) => {
        await connection.request();
        connection.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc');
        connection.reset();
      },
      { tls: true },
    );
    await using proxy = await httpProxy();
    const client = await proxiedClient(transport, proxy.url);
    const result = await client.get(`https://127.0.0.1:${origin.port}/`).result();
    expect(result).toMatchObject({ ok: false, error: { reason: 'truncated' } });
    if (!result.ok) expect(result.error).toBeInstanceOf(NetworkError);
    await client.close();
  });

  it('a 407 of a forwarding proxy is the answer, as a ClientStatusError', async () => {
    await using origin = await httpServer((_request, response) => void response.end('never'));
    await using proxy = await httpProxy({ credentials: ['ada:right'] });
    const client = await proxiedClient(transport, proxy.url.replace('://', '://ada:wrong@'));
    const result = await client.get(origin.url).result();
    expect(result).toMatchObject({ ok: false, error: { name: 'ClientStatusError', status: 407 } });
    if (!result.ok) expect(result.error.message).toContain('HTTP 407: Proxy Authentication Required');
    await client.close();
    expect(origin.connections).toBe(0);
  });
});

async function endlessDrip(connection: Parameters<Script>[0]): Promise<void> {
  await connection.request();
  connection.write('HTTP/1.1 ');
}
