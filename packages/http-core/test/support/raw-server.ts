import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

import { ConnectionEnded } from './byte-reader.ts';
import { Connection } from './connection.ts';
import { Listening } from './listening.ts';
import type { RawRequest } from './read-request.ts';

export interface ServerOptions {
  /** Where to listen: `127.0.0.1` (default), `::1` or `localhost`. */
  readonly host?: string;
  /** `true` takes a good certificate of the shared authority of `certificates.ts`. */
  readonly tls?: true | TlsOptions;
}

export type RawServer = Listening<RawRequest>;
export type Script = (connection: Connection) => void | Promise<void>;

/** The options of `tls.createServer`, or `undefined` for plain TCP. */
export async function tlsOptions(tls: true | TlsOptions | undefined): Promise<TlsOptions | undefined> {
  if (tls !== true) return tls;
  const { makeAuthority } = await import('./certificates.ts');
  return (await makeAuthority()).issue();
}

/** A TCP or TLS server that runs the script once for every connection (after the handshake). */
export async function rawServer(script: Script, options: ServerOptions = {}): Promise<RawServer> {
  const tls = await tlsOptions(options.tls);
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  const listening = await Listening.start<RawRequest>(
    server,
    tls === undefined ? 'http' : 'https',
    options.host ?? '127.0.0.1',
  );
  let index = 0;
  const run = async (socket: Socket, tcp: Socket) => {
    const connection = new Connection(index++, socket, tcp, (request) => {
      listening.requests.push(request);
      listening.changed();
    });
    socket.on('data', () => listening.changed());
    try {
      await script(connection);
    } catch (error) {
      if (!(error instanceof ConnectionEnded)) listening.errors.push(error);
      socket.destroy();
    }
  };
  if (tls === undefined) {
    server.on('connection', (socket: Socket) => void run(socket, socket));
  } else {
    const handshaking = new Map<number | undefined, Socket>();
    server.on('connection', (tcp: Socket) => {
      handshaking.set(tcp.remotePort, tcp);
    });
    server.on('secureConnection', (socket: Socket) => {
      void run(socket, handshaking.get(socket.remotePort) ?? socket);
    });
    server.on('tlsClientError', () => listening.changed());
  }
  return listening;
}
