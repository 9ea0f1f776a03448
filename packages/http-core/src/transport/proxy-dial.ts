import type { Socket } from 'node:net';

import type { TransportErrorDetails } from '../errors/index.ts';
import { Dial, type DialContext, type DialObserver, type DialPhase } from './dial.ts';
import { type Origin, originOf } from './origin.ts';
import { proxyDialFailure, type ProxyWay, tunnelFailure } from './proxy-failure.ts';
import { isForwarded, proxyOrigin } from './proxy-route.ts';
import type { ProxyTarget } from './proxy-target.ts';
import { secureSocket } from './secure-socket.ts';
import type { TlsContext } from './tls-context.ts';

/** What a dial through a proxy needs beside. */
export interface ProxyDialContext extends DialContext {
  /** For TLS with the proxy itself: the client's trust, without what it shows to origins. */
  readonly proxyTlsContext: TlsContext;
}

export interface ProxyDialObserver extends DialObserver {
  /** How far the exchange has come, for the errors of the tree. */
  details(): TransportErrorDetails;
}

/**
 * One connection through a proxy in the making: to the proxy, a tunnel where it does not forward, TLS with the target where
 * that is https. The phase `proxy` is all that lies between the connection and the tunnel.
 */
export class ProxyDial {
  readonly #context: ProxyDialContext;
  readonly #url: URL;
  readonly #proxy: ProxyTarget;
  readonly #route: Origin;
  readonly #observer: ProxyDialObserver;
  readonly #way: ProxyWay;
  #phase: DialPhase = 'dns';
  #stop: (() => void) | undefined;
  #isOver = false;

  /** `route` is the peer that answers, as `routeOf` has it. */
  constructor(
    context: ProxyDialContext,
    url: URL,
    proxy: ProxyTarget,
    route: Origin,
    observer: ProxyDialObserver,
  ) {
    this.#context = context;
    this.#url = url;
    this.#proxy = proxy;
    this.#route = route;
    this.#observer = observer;
    this.#way = { target: originOf(url).authority, proxy: originOf(proxy.url).authority };
  }

  /** `host:port` of the proxy. */
  get proxyAuthority(): string {
    return this.#way.proxy;
  }

  start(): void {
    const { proxyTlsContext } = this.#context;
    const dial = new Dial({ ...this.#context, tlsContext: proxyTlsContext }, proxyOrigin(this.#proxy), {
      dialing: (phase) => this.#enter(phase === 'tls' ? 'proxy' : phase),
      connected: (socket) => this.#reached(socket),
      failed: (error) =>
        this.#fail(proxyDialFailure(error, this.#phase, this.#way, this.#observer.details())),
    });
    this.#stop = () => dial.cancel();
    dial.start();
  }

  /** Ends it at once, whatever the phase; the observer hears nothing more. */
  cancel(): void {
    this.#isOver = true;
    this.#stop?.();
  }

  #enter(phase: DialPhase): void {
    if (this.#phase === phase && phase === 'proxy') return;
    this.#phase = phase;
    this.#observer.dialing(phase);
  }

  #reached(socket: Socket): void {
    if (this.#isOver) {
      socket.destroy();
      return;
    }
    if (isForwarded(this.#url, this.#proxy)) this.#finish(socket);
    else this.#openTunnel(socket);
  }

  #openTunnel(socket: Socket): void {
    this.#enter('proxy');
    const { hostname, port, authority } = this.#route;
    const stop = this.#proxy.openTunnel(
      socket,
      { hostname, port, authority },
      {
        opened: () => this.#opened(socket),
        failed: (failure) => {
          socket.destroy();
          if (!this.#isOver) this.#fail(tunnelFailure(failure, this.#way, this.#observer.details()));
        },
      },
    );
    if (this.#phase !== 'proxy' || this.#isOver) return;
    this.#stop = () => {
      stop();
      socket.destroy();
    };
  }

  #opened(socket: Socket): void {
    if (this.#isOver) socket.destroy();
    else if (this.#route.isSecure) this.#secure(socket);
    else this.#finish(socket);
  }

  #secure(socket: Socket): void {
    this.#enter('tls');
    try {
      const stop = secureSocket(this.#context, this.#route, socket, {
        connected: (secured) => this.#finish(secured),
        failed: (error) => this.#fail(error),
      });
      this.#stop = () => {
        stop();
        socket.destroy();
      };
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
