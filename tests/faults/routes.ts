import { type FaultServer, faultServer } from '@x/http-testing';

import { socksProxy } from '../../packages/http-proxy/test/support/socks-proxy.ts';

export type RouteName = 'direct' | 'HTTP proxy' | 'HTTP proxy, TLS' | 'SOCKS proxy';

/** A way to an origin: through one of these proxies, or none. */
export interface Route {
  readonly name: RouteName;
  /** Whether the origin speaks TLS, so that the proxy is asked for a tunnel. */
  readonly tls: boolean;
  /** Starts the proxy in front of the origin at that port. */
  open(port: () => number): Promise<OpenRoute | undefined>;
}

/** What the cases ask of a server, whatever it is. */
export interface OpenServer {
  readonly openConnections: number;
  readonly origin: string;
  disconnect(): void;
}

/** A proxy that stands in the way. */
export interface OpenRoute extends AsyncDisposable {
  readonly url: string;
  readonly server: OpenServer;
}

export const routes: readonly Route[] = [
  { name: 'direct', tls: false, open: () => Promise.resolve(undefined) },
  { name: 'HTTP proxy', tls: false, open: (port) => transparentProxy(port) },
  { name: 'HTTP proxy, TLS', tls: true, open: (port) => transparentProxy(port) },
  {
    name: 'SOCKS proxy',
    tls: false,
    async open() {
      const { url, server } = await socksProxy();
      return { url, server, [Symbol.asyncDispose]: () => server.close() };
    },
  },
];

/** An HTTP proxy that takes every byte as it is, faults included, whether it tunnels or forwards. */
async function transparentProxy(port: () => number): Promise<OpenRoute> {
  const server: FaultServer = await faultServer({
    async always(connection) {
      if (!(await connection.hasMore())) return;
      if (connection.unread.subarray(0, 8).toString() === 'CONNECT ') {
        await connection.request();
        connection.write('HTTP/1.1 200 Connection established\r\n\r\n');
      }
      await connection.tunnel(port());
    },
  });
  return { url: server.url, server, [Symbol.asyncDispose]: () => server.close() };
}
