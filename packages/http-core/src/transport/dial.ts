import type * as Net from 'node:net';
import type { LookupFunction, Socket, TcpNetConnectOpts } from 'node:net';
import type * as Tls from 'node:tls';

import type { DnsCache } from './dns-cache.ts';
import type { Origin } from './origin.ts';
import { ownListeners } from './own-listeners.ts';
import { secureSocket } from './secure-socket.ts';
import type { TlsContext } from './tls-context.ts';

/** What every dial of a transport shares. */
export interface DialContext {
  readonly net: typeof Net;
  readonly tls: typeof Tls;
  readonly dns: DnsCache;
  readonly tlsContext: TlsContext;
}

export type DialPhase = 'dns' | 'connect' | 'proxy' | 'tls';

/** Hears how a dial goes; after `connected` or `failed` nothing more. */
export interface DialObserver {
  /** Told at the beginning of each phase. */
  dialing(phase: DialPhase): void;
  connected(socket: Socket): void;
  failed(error: Error): void;
}

/** One connection in the making: name look-up, TCP to the first address that answers, TLS where the scheme wants it. */
export class Dial {
  readonly #context: DialContext;
  readonly #origin: Origin;
  readonly #observer: DialObserver;
  #stop: (() => void) | undefined;
  #isOver = false;

  constructor(context: DialContext, origin: Origin, observer: DialObserver) {
    this.#context = context;
    this.#origin = origin;
    this.#observer = observer;
  }

  start(): void {
    const { hostname, port, isAddress } = this.#origin;
    if (isAddress) {
      this.#connect({ host: hostname, port });
      return;
    }
    this.#observer.dialing('dns');
    const stop = this.#context.dns.resolve(hostname, (error, addresses) => {
      if (this.#isOver) return;
      if (error !== null) {
        this.#fail(error);
        return;
      }
      const only = addresses.length === 1 ? addresses[0] : undefined;
      // Of several, Node tries one after the other, the families in turn, until one answers (RFC 8305).
      const lookup: LookupFunction = (_name, _options, callback) => callback(null, [...addresses]);
      this.#connect(only === undefined ? { host: hostname, port, lookup } : { host: only.address, port });
    });
    this.#stop ??= stop;
  }

  /** Ends it at once, whatever the phase; the observer hears nothing more. */
  cancel(): void {
    this.#isOver = true;
    this.#stop?.();
  }

  #connect(target: { host: string; port: number; lookup?: LookupFunction }): void {
    this.#observer.dialing('connect');
    const socket = this.#context.net.connect({
      lookup: undefined,
      ...target,
      autoSelectFamily: true,
      // Node does not race the attempts, it gives one up for the next: leave time for a far-away peer.
      autoSelectFamilyAttemptTimeout: 500,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
      // Own properties, so that a polluted Object.prototype sends nothing elsewhere.
      path: undefined,
      family: undefined,
      hints: undefined,
      localAddress: undefined,
      localPort: undefined,
      allowHalfOpen: false,
      handle: undefined,
      fd: undefined,
      onread: undefined,
      signal: undefined,
      timeout: undefined,
      blockList: undefined,
      highWaterMark: undefined,
      objectMode: undefined,
      readableObjectMode: undefined,
      writableObjectMode: undefined,
      readable: undefined,
      writable: undefined,
      pauseOnCreate: undefined,
      manualStart: undefined,
      typeOfService: undefined,
    } as unknown as TcpNetConnectOpts);
    ownListeners(socket);
    // Node makes it an own property only where it is given, and asks for it in a later turn.
    Object.assign(socket, { blockList: undefined });
    this.#stop = () => void socket.destroy();
    // Stays for the socket's life: an error after the dial is told by whoever uses the socket.
    socket.on('error', (error) => {
      if (this.#isOver) return;
      this.#context.dns.drop(this.#origin.hostname);
      this.#fail(error);
    });
    socket.once('connect', () => {
      if (this.#isOver) return;
      if (this.#origin.isSecure) this.#secure(socket);
      else this.#finish(socket);
    });
  }

  #secure(socket: Socket): void {
    this.#observer.dialing('tls');
    try {
      this.#stop = secureSocket(this.#context, this.#origin, socket, {
        connected: (secured) => this.#finish(secured),
        failed: (error) => this.#fail(error),
      });
    } catch (error) {
      socket.destroy();
      this.#fail(error as Error);
    }
  }

  #finish(socket: Socket): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#observer.connected(socket);
  }

  #fail(error: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stop?.();
    this.#observer.failed(error);
  }
}
