import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** A server that answers when the test says so. */
export interface HeldOrigin extends AsyncDisposable {
  readonly url: string;
  /** The next request that comes, or has come and was not taken yet. */
  taken(): Promise<ServerResponse>;
  /** Connections that are open. */
  connections(): number;
}

export async function startHeldOrigin(): Promise<HeldOrigin> {
  const responses: ServerResponse[] = [];
  const arrivals = new EventEmitter();
  let open = 0;
  const server = createServer((_, response) => {
    responses.push(response);
    arrivals.emit('one');
  });
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => (open -= 1));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async taken() {
      if (responses.length === 0) await once(arrivals, 'one');
      return responses.shift()!;
    },
    connections: () => open,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Settles as soon as nobody listens at `url` any more. */
export async function untilRefused(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  for (;;) {
    const socket = connect(Number(port), hostname);
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (!isOpen) return;
  }
}
