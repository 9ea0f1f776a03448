import type * as Dns from 'node:dns';
import type * as Net from 'node:net';
import type * as Tls from 'node:tls';

import { TransportError } from '../errors/index.ts';
import type { PoolSettings } from '../options/pool.ts';
import type { TlsSettings } from '../options/tls.ts';
import { SlotList } from '../slot-list.ts';
import type { Clock } from '../time/clock.ts';
import { ConnectionPool } from './connection-pool.ts';
import type { PoolContext } from './connection-seeker.ts';
import { DnsCache, type Lookup } from './dns-cache.ts';
import { ExchangeOutcome } from './exchange-outcome.ts';
import type { PooledExchange } from './pooled-exchange.ts';
import type { ProxyDialContext } from './proxy-dial.ts';
import { TlsContext } from './tls-context.ts';
import type { Transport, WireRequest, WireResponse } from './transport.ts';

/** What a transport with a pool of its own is made from. */
export interface PooledTransportSettings {
  readonly pool: PoolSettings;
  readonly tls: TlsSettings;
  /** Path of a PEM file that replaces the default authorities (`SSL_CERT_FILE`); read on the first TLS connection. */
  readonly certificateFile?: string | undefined;
  /** Resolves names in place of the system's resolver; takes what `dns.lookup` takes with `all: true`. */
  readonly lookup?: Lookup | undefined;
  readonly clock: Clock;
  /** What is offered to the peer of a route, best first (ALPN); `http/1.1` alone without it. */
  readonly protocols?: ((routeKey: string) => readonly string[]) | undefined;
}

/** What of Node a dial runs on; loaded on first use. */
export interface DialModules {
  readonly net: typeof Net;
  readonly tls: typeof Tls;
  readonly dns: typeof Dns;
}

/** A transport whose exchanges share a pool of sockets. Loads nothing before it is used. */
export abstract class PooledTransport<C extends PoolContext> implements Transport {
  abstract readonly name: string;
  abstract readonly features: ReadonlySet<'proxy' | 'http2'>;
  protected readonly settings: PooledTransportSettings;
  protected readonly pool: ConnectionPool;
  readonly #running = new SlotList<PooledExchange>();
  readonly #over = (slot: number): void => this.#running.remove(slot);
  #loading: Promise<void> | undefined;
  #context: C | undefined;
  #isClosed = false;

  constructor(settings: PooledTransportSettings) {
    this.settings = settings;
    this.pool = new ConnectionPool(settings.pool, settings.clock);
  }

  /** Sockets that are open, of these idle ones, and exchanges that wait for one. */
  get connections(): { readonly open: number; readonly idle: number; readonly waiting: number } {
    return this.pool.counts;
  }

  /** Loads what it runs on, once, ahead of the first exchange. */
  prepare(): Promise<void> {
    return (this.#loading ??= this.load().then((context) => void (this.#context = context)));
  }

  exchange(request: WireRequest): Promise<WireResponse> {
    return new Promise((resolve, reject) => {
      const exchange = this.begin(request, new ExchangeOutcome(resolve, reject, this.#over));
      if (exchange.isOver) return;
      if (this.#isClosed) {
        exchange.fail(closed(exchange));
        return;
      }
      exchange.slot = this.#running.add(exchange);
      if (this.#context !== undefined) exchange.start(this.#context);
      else this.#startLoaded(exchange);
    });
  }

  close(): Promise<void> {
    this.#isClosed = true;
    for (const exchange of this.#running.items()) exchange.fail(closed(exchange));
    this.pool.destroy();
    return Promise.resolve();
  }

  /** Loads what it runs on. */
  protected abstract load(): Promise<C>;
  /** Makes an exchange; it is started as soon as everything is loaded. */
  protected abstract begin(request: WireRequest, outcome: ExchangeOutcome): PooledExchange;

  /** For `load`: what every dial shares. */
  protected dialContext({ net, tls, dns }: DialModules): ProxyDialContext {
    const { clock, certificateFile, lookup, pool, protocols } = this.settings;
    const tlsContext = new TlsContext(this.settings.tls, certificateFile, protocols);
    // A proxy is trusted like an origin, but the client's certificate and the origin's name are none of its business.
    const forProxy = { ...this.settings.tls, cert: undefined, key: undefined, servername: undefined };
    const proxyTlsContext = new TlsContext(forProxy, certificateFile);
    const cache = new DnsCache(lookup ?? dns.lookup, pool.dnsCacheTtl, clock);
    return { net, tls, dns: cache, tlsContext, proxyTlsContext };
  }

  #startLoaded(exchange: PooledExchange): void {
    this.prepare().then(
      () => {
        // Loading is nobody's phase.
        exchange.timings.skip();
        exchange.start(this.#context as C);
      },
      (error: unknown) => exchange.fail(error),
    );
  }
}

function closed(exchange: PooledExchange): TransportError {
  return new TransportError('The transport has been closed', exchange.details());
}
