import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

/** What every server here tells about itself. */
export class Listening<R> implements AsyncDisposable {
  /** Every request that came in whole, in order. */
  readonly requests: R[] = [];
  /** What a script threw; `close` throws the first of them. */
  readonly errors: unknown[] = [];
  readonly #server: Server;
  readonly #scheme: string;
  readonly #host: string;
  readonly #sockets = new Set<Socket>();
  readonly #watchers = new Set<() => void>();
  #connections = 0;

  protected constructor(server: Server, scheme: string, host: string) {
    this.#server = server;
    this.#scheme = scheme;
    this.#host = host;
    server.on('connection', (socket: Socket) => {
      this.#connections++;
      this.#sockets.add(socket);
      // `connection` comes before TLS, so that a handshake that fails is counted and never unheard.
      socket.on('error', () => {});
      socket.once('close', () => {
        this.#sockets.delete(socket);
        this.changed();
      });
      this.changed();
    });
  }

  /** `host` is where it listens and what its URL says. */
  static async start<R>(server: Server, scheme: string, host: string): Promise<Listening<R>> {
    const listening = new Listening<R>(server, scheme, host);
    await listening.listen();
    return listening;
  }

  protected async listen(): Promise<void> {
    this.#server.listen(0, this.#host);
    await once(this.#server, 'listening');
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** `http://127.0.0.1:1234`, without a slash at the end. */
  get origin(): string {
    return `${this.#scheme}://${this.#host.includes(':') ? `[${this.#host}]` : this.#host}:${this.port}`;
  }

  get url(): string {
    return this.origin;
  }

  /** TCP connections accepted so far. */
  get connections(): number {
    return this.#connections;
  }

  /** TCP connections that are not closed. */
  get openConnections(): number {
    return this.#sockets.size;
  }

  /** Cuts every connection; goes on accepting. */
  disconnect(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Accepts no more; what is open stays so. */
  stopListening(): void {
    this.#server.close();
  }

  /** Has the conditions of `waitFor` looked at again. */
  changed(): void {
    for (const watcher of this.#watchers) watcher();
  }

  /** Resolves as soon as the condition holds; looks whenever something happens at the server. */
  async waitFor(condition: () => boolean, limit = 5_000): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve, reject) => {
      const settle = (action: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(watcher);
        action();
      };
      const watcher = () => {
        if (condition()) settle(resolve);
      };
      const timer = setTimeout(
        () => settle(() => reject(new Error(`waited ${limit} ms in vain for ${String(condition)}`))),
        limit,
      );
      this.#watchers.add(watcher);
    });
  }

  /** Cuts every connection and stops listening. */
  async close(): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, 'close') : undefined;
    this.stopListening();
    this.disconnect();
    await closed;
    await this.waitFor(() => this.#sockets.size === 0);
    if (this.errors.length > 0) throw this.errors[0];
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
