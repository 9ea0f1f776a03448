import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

import { type AnyPlugin, type Client, type ClientOptions, createClient } from '@x/http-core';
import { got } from '@x/http-core/got';
import type { VirtualClock } from '@x/http-testing';

interface Options extends Omit<ClientOptions<readonly AnyPlugin[]>, 'plugins' | 'clock'> {
  readonly clock?: VirtualClock;
  readonly plugins?: readonly AnyPlugin[];
  /** Code of the error that every look-up of a name fails with. */
  readonly lookupFails?: string;
}

interface ServerOptions {
  /** The origin that the documents show in place of this server's. */
  readonly shownAs?: string;
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** One case that the documents tell of: its servers and clients, which end with it. Every name is 127.0.0.1 here. */
export class Scene {
  readonly #endings: (() => Promise<void> | void)[] = [];
  readonly #shown: (readonly [from: string, to: string])[] = [];
  readonly #sockets = new Set<Socket>();

  /** A server of HTTP; gives its origin under a name of the documents. */
  async origin(listener: RequestListener, options: ServerOptions = {}): Promise<string> {
    const { tls } = options;
    return this.listen(
      tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener),
      options,
    );
  }

  /** A server of bytes. */
  async bytes(serve: (socket: Socket) => void, options?: ServerOptions): Promise<string> {
    return this.listen(createServer(serve), options);
  }

  /** A server that takes requests and never answers. */
  async silent(options?: ServerOptions): Promise<string> {
    return this.bytes((socket) => void socket.resume(), options);
  }

  /** An origin that nobody listens on. */
  async closed(options?: ServerOptions): Promise<string> {
    const server = createServer();
    const url = await this.listen(server, options);
    server.close();
    await once(server, 'close');
    return url;
  }

  async listen(server: Server | HttpServer, options: ServerOptions = {}): Promise<string> {
    const { shownAs = 'https://api.example.com', tls } = options;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => {}).once('close', () => this.#sockets.delete(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#endings.push(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const shown = new URL(shownAs);
    const host = `${shown.hostname}:${port}`;
    const origin = `${tls === undefined ? 'http' : 'https'}://${host}`;
    this.#shown.push([origin, shownAs], [host, `${shown.hostname}:${shown.port === '' ? 443 : shown.port}`]);
    return origin;
  }

  /** A client that knows every name. */
  client({ plugins = [], lookupFails, ...options }: Options = {}): Client<{}, readonly []> {
    const client = createClient({
      trustEnv: false,
      ...options,
      plugins: [
        got({
          lookup: (_name, _options, done) => {
            if (lookupFails === undefined) done(null, [{ address: '127.0.0.1', family: 4 }]);
            else done(Object.assign(new Error(lookupFails), { code: lookupFails }), []);
          },
        }),
        ...plugins,
      ],
    });
    this.#endings.push(async () => {
      const closed = client.close({ grace: 0 });
      // The end of the grace period is a moment of that clock.
      await options.clock?.advance(0);
      await closed;
    });
    return client;
  }

  /** Name and message of what the call rejects with, with the names of the documents. Throws when it does not. */
  async line(call: Promise<unknown>): Promise<string> {
    const raised: unknown = await call.then(
      () => new Error('the call succeeded'),
      (error: unknown) => error,
    );
    const { name, message } = raised as Error;
    return this.#shown.reduce((text, [from, to]) => text.replaceAll(from, to), `${name}: ${message}`);
  }

  async end(): Promise<void> {
    for (const ending of this.#endings.toReversed()) await ending();
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Makes one message of the documents happen, and gives it. */
export type Scenario = (scene: Scene) => Promise<string>;

/** The messages under each heading, in their order. */
export type Scenarios = Readonly<Record<string, readonly Scenario[]>>;
