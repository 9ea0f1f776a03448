import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** The origin of a port of this machine where nobody listens: a connection to it is refused. */
export async function closedPort(): Promise<{
  readonly port: number;
  readonly origin: string;
  readonly url: string;
}> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const origin = `http://127.0.0.1:${port}`;
  return { port, origin, url: origin };
}
