import { rawServer, type ServerOptions } from '../../../http-core/test/support/raw-server.ts';
import { type FakeProxy, Upstream } from './upstream.ts';

const refusal =
  'HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="p"\r\ncontent-length: 4\r\n\r\nwho?';

export interface HttpProxyOptions extends ServerOptions {
  /** `user:password`, any of which is let in; everybody without. */
  readonly credentials?: readonly string[];
}

/** An HTTP proxy that forwards and tunnels; with `tls` clients speak TLS with it. */
export async function httpProxy({ credentials, ...options }: HttpProxyOptions = {}): Promise<FakeProxy> {
  const allowed = credentials?.map((one) => `Basic ${Buffer.from(one).toString('base64')}`);
  const server = await rawServer(async (connection) => {
    for await (const request of connection.requests()) {
      const [authorization = ''] = request.headers['proxy-authorization'] ?? [];
      if (allowed !== undefined && !allowed.includes(authorization)) {
        connection.write(refusal);
      } else if (request.method === 'CONNECT') {
        connection.write('HTTP/1.1 200 Connection established\r\nvia: 1.1 fake\r\n\r\n');
        await upstream.tunnel(connection, request.target);
        return;
      } else await upstream.forward(connection, request);
    }
  }, options);
  const upstream = new Upstream(server);
  return upstream;
}
