import type { Socket } from 'node:net';

import { type ConnectionOwner, PooledConnection } from '@x/http-core/transport';
import type { Client } from 'undici';

import { InterimHeads } from './interim-heads.ts';
import type { UndiciRuntime } from './undici-runtime.ts';

/** A connection that undici speaks on: one of its clients, which never opens a socket of its own. */
export class UndiciConnection extends PooledConnection {
  readonly client: Client;
  /** Hears what befalls the socket while it carries a request. */
  observer: { broke(error: Error): void } | undefined;
  readonly heads: InterimHeads = new InterimHeads();
  readonly #released = (): void => {
    // undici closes what cannot carry another request as soon as the response is read.
    if (this.socket.destroyed) this.destroy();
    else this.free();
  };

  constructor(runtime: UndiciRuntime, origin: string, socket: Socket, owner: ConnectionOwner) {
    super(origin, socket, owner);
    this.#watch(socket);
    // Ahead of undici, which takes a reset for the end of a body that has no length.
    socket.on('error', (error) => this.observer?.broke(error));
    this.client = new runtime.Client('http://connection.invalid', clientOptions(socket));
  }

  /** undici has come to the end of a response and is about to decide what becomes of the socket. */
  release(): void {
    this.observer = undefined;
    void now.then(this.#released);
  }

  #watch(socket: Socket): void {
    const { heads } = this;
    const { read } = socket;
    socket.read = (size) => {
      const chunk = read.call(socket, size) as Buffer | null;
      if (chunk !== null) heads.see(chunk);
      return chunk;
    };
  }
}

/** Costs less than `queueMicrotask`, which keeps a context for every callback. */
const now = Promise.resolve();

/** Milliseconds; undici wants a limit of its own, but those of the pool count. */
const never = 2 ** 31 - 1;

/** For a client that speaks on this one socket. */
export function clientOptions(socket: Socket): Client.Options {
  let isConnected = false;
  const options: { [K in keyof Client.Options]-?: Client.Options[K] | undefined } = {
    connect: (_options, callback) => {
      if (isConnected) {
        callback(new Error('the connection has been closed'), null);
        return;
      }
      isConnected = true;
      // undici looks again for what it has to send only when this comes later.
      queueMicrotask(() => callback(null, socket));
    },
    pipelining: 1,
    maxHeaderSize: 16 * 1_024,
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: 0,
    keepAliveTimeout: never,
    keepAliveMaxTimeout: never,
    keepAliveTimeoutThreshold: -never,
    allowH2: false,
    useMilo: false,
    strictContentLength: true,
    maxResponseSize: -1,
    // Own properties, so that a polluted Object.prototype changes nothing.
    socketPath: undefined,
    tls: undefined,
    localAddress: undefined,
    maxCachedSessions: undefined,
    maxRequestsPerClient: undefined,
    autoSelectFamily: undefined,
    autoSelectFamilyAttemptTimeout: undefined,
    maxConcurrentStreams: undefined,
    initialWindowSize: undefined,
    connectionWindowSize: undefined,
    pingInterval: undefined,
    h2Options: undefined,
    webSocket: undefined,
    eventSource: undefined,
    keepAlive: undefined,
    maxKeepAliveTimeout: undefined,
    socketTimeout: undefined,
    requestTimeout: undefined,
    idleTimeout: undefined,
  };
  return Object.assign(options, { useH2c: undefined }) as unknown as Client.Options;
}
