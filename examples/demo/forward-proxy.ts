import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A forward proxy that wants credentials, on a loopback port of its own. */
export interface ForwardProxy extends AsyncDisposable {
  /** `host:port`. */
  readonly host: string;
  /** Requests it has passed on. */
  readonly forwarded: () => number;
  /** Requests it has refused with a 407. */
  readonly refused: () => number;
}

/** Starts a proxy that passes plain HTTP on for whoever brings `credentials` (`user:password`). */
export async function startProxy(credentials: string): Promise<ForwardProxy> {
  const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
  let forwarded = 0;
  let refused = 0;
  const server = createServer((incoming, answer) => {
    const { 'proxy-authorization': given, ...headers } = incoming.headers;
    if (given !== expected) {
      refused += 1;
      answer.writeHead(407, { 'proxy-authenticate': 'Basic realm="demo"', 'content-length': 0 }).end();
      return;
    }
    forwarded += 1;
    const onward = forward(
      incoming.url ?? '',
      { method: incoming.method, headers, agent: false },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    forwarded: () => forwarded,
    refused: () => refused,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
