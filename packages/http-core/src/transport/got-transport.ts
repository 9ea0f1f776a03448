import { TransportError } from '../errors/index.ts';
import { ConnectionPool } from './connection-pool.ts';
import { DnsCache } from './dns-cache.ts';
import { type ExchangeContext, GotExchange } from './got-exchange.ts';
import { loadGot } from './got-runtime.ts';
import type { GotTransportSettings } from './got-settings.ts';
import { TlsContext } from './tls-context.ts';
import type { Transport, WireRequest, WireResponse } from './transport.ts';

export type { GotOptions, GotTransportSettings } from './got-settings.ts';

/** The default transport. */
export interface GotTransport extends Transport {
  /** Loads got and Node's HTTP ahead of the first exchange. */
  prepare(): Promise<void>;
  /** Sockets that are open, of these idle ones, and exchanges that wait for one. */
  readonly connections: { readonly open: number; readonly idle: number; readonly waiting: number };
}

/** One exchange at a time per socket over HTTP/1.1, by way of got; sockets are pooled. Loads nothing before it is used. */
export function gotTransport(settings: GotTransportSettings): GotTransport {
  return new PooledGotTransport(settings);
}

class PooledGotTransport implements GotTransport {
  readonly name = 'got';
  readonly features: ReadonlySet<'proxy' | 'http2'> = new Set(['proxy']);
  readonly #settings: GotTransportSettings;
  readonly #pool: ConnectionPool;
  readonly #running = new Set<GotExchange>();
  readonly #over = (exchange: GotExchange): void => void this.#running.delete(exchange);
  #loading: Promise<void> | undefined;
  #context: ExchangeContext | undefined;
  #isClosed = false;

  constructor(settings: GotTransportSettings) {
    this.#settings = settings;
    this.#pool = new ConnectionPool(settings.pool, settings.clock);
  }

  get connections(): GotTransport['connections'] {
    return this.#pool.counts;
  }

  prepare(): Promise<void> {
    return (this.#loading ??= this.#load());
  }

  exchange(request: WireRequest): Promise<WireResponse> {
    return new Promise((resolve, reject) => {
      const exchange = new GotExchange(request, this.#settings.clock, resolve, reject, this.#over);
      if (exchange.isOver) return;
      if (this.#isClosed) {
        exchange.fail(closed(exchange));
        return;
      }
      this.#running.add(exchange);
      if (this.#context !== undefined) exchange.start(this.#context);
      else this.#startLoaded(exchange);
    });
  }

  close(): Promise<void> {
    this.#isClosed = true;
    for (const exchange of this.#running) exchange.fail(closed(exchange));
    this.#pool.destroy();
    return Promise.resolve();
  }

  #startLoaded(exchange: GotExchange): void {
    this.prepare().then(
      () => exchange.start(this.#context as ExchangeContext),
      (error: unknown) => exchange.fail(error),
    );
  }

  async #load(): Promise<void> {
    const { clock, tls, certificateFile, lookup, pool } = this.#settings;
    const runtime = await loadGot();
    const dns = new DnsCache(lookup ?? runtime.dns.lookup, pool.dnsCacheTtl, clock);
    const tlsContext = new TlsContext(tls, certificateFile);
    // A proxy is trusted like an origin, but the client's certificate and the origin's name are none of its business.
    const forProxy = { ...tls, cert: undefined, key: undefined, servername: undefined };
    const proxyTlsContext = new TlsContext(forProxy, certificateFile);
    this.#context = {
      clock,
      pool: this.#pool,
      dialContext: { net: runtime.net, tls: runtime.tls, dns, tlsContext, proxyTlsContext },
      runtime,
    };
  }
}

function closed(exchange: GotExchange): TransportError {
  return new TransportError('The transport has been closed', exchange.details());
}
