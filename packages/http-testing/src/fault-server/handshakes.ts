import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';

import type { TlsSource } from './connection-script.ts';

/** Makes TLS connections out of accepted sockets, with the options of whichever script asks. */
export class Handshakes {
  readonly #servers = new Map<TlsSource, Promise<Server>>();
  readonly #waiting = new Map<number | undefined, (socket: TLSSocket | undefined) => void>();
  readonly #failed: () => void;

  /** `failed` is called at every handshake that comes to nothing. */
  constructor(failed: () => void) {
    this.#failed = failed;
  }

  /** The secured socket, or `undefined` where the peer went away or would not have it. */
  async secure(tcp: Socket, source: TlsSource): Promise<TLSSocket | undefined> {
    const server = await this.#serverFor(source);
    if (tcp.destroyed) return undefined;
    return new Promise((resolve) => {
      const { remotePort } = tcp;
      const settle = (socket: TLSSocket | undefined) => {
        this.#waiting.delete(remotePort);
        tcp.off('close', onClose);
        resolve(socket);
      };
      const onClose = () => settle(undefined);
      this.#waiting.set(remotePort, settle);
      tcp.once('close', onClose);
      // How a TLS server is handed a socket that somebody else has accepted.
      server.emit('connection', tcp);
    });
  }

  #serverFor(source: TlsSource): Promise<Server> {
    const known = this.#servers.get(source);
    if (known !== undefined) return known;
    const made = this.#make(source);
    this.#servers.set(source, made);
    return made;
  }

  async #make(source: TlsSource): Promise<Server> {
    const server = createServer(typeof source === 'function' ? await source() : source);
    server.on('secureConnection', (socket) => this.#waiting.get(socket.remotePort)?.(socket));
    server.on('tlsClientError', this.#failed);
    return server;
  }
}
