import type { Transport, WireRequest } from '@x/http-core';
import {
  type ExchangeOutcome,
  hrefOf,
  PooledTransport,
  type PooledTransportSettings,
} from '@x/http-core/transport';

import { DispatchOptions } from './dispatch-options.ts';
import { Http2Exchange, type NegotiatingContext } from './http2/http2-exchange.ts';
import { Http2Pool } from './http2/http2-pool.ts';
import { ProtocolMemory } from './http2/protocol-memory.ts';
import { UndiciExchange } from './undici-exchange.ts';
import { loadUndici } from './undici-runtime.ts';
import type { UndiciContext } from './undici-sender.ts';

/** The transport on undici. */
export interface UndiciTransport extends Transport {
  /** Loads undici ahead of the first exchange. */
  prepare(): Promise<void>;
  /** Sockets that are open, of these idle ones, and exchanges that wait for one. */
  readonly connections: { readonly open: number; readonly idle: number; readonly waiting: number };
}

/** What the transport is made from. */
export interface UndiciTransportSettings extends PooledTransportSettings {
  /** Whether peers are offered HTTP/2. */
  readonly http2?: boolean | undefined;
}

/**
 * One exchange at a time per socket over HTTP/1.1, by way of undici; with `http2` many at a time where the peer chooses it,
 * by way of `node:http2`. Sockets are pooled. Loads nothing before it is used.
 */
export function undiciTransport(settings: UndiciTransportSettings): UndiciTransport {
  return settings.http2 === true ? new NegotiatingTransport(settings) : new PooledUndiciTransport(settings);
}

class PooledUndiciTransport extends PooledTransport<UndiciContext> implements UndiciTransport {
  readonly name = 'undici';
  readonly features: ReadonlySet<'proxy' | 'http2'> = new Set(['proxy', 'http2']);

  protected override begin(request: WireRequest, outcome: ExchangeOutcome): UndiciExchange {
    return new UndiciExchange(request, this.settings.clock, outcome);
  }

  protected override async load(): Promise<UndiciContext> {
    const runtime = await loadUndici();
    const options = new DispatchOptions(this.pool.settings.forceClose);
    return { pool: this.pool, dialContext: this.dialContext(runtime), runtime, options };
  }
}

/** Offers HTTP/2 to peers that speak TLS; to others there is no way that does not cost a round trip. */
class NegotiatingTransport extends PooledUndiciTransport {
  readonly #http2Pool: Http2Pool;

  constructor(settings: PooledTransportSettings) {
    const memory = new ProtocolMemory();
    super({ ...settings, protocols: memory.offer });
    this.#http2Pool = new Http2Pool(this.pool, memory);
  }

  override get connections(): UndiciTransport['connections'] {
    const { open, idle, waiting } = super.connections;
    return { open, idle, waiting: waiting + this.#http2Pool.waiting };
  }

  override close(): Promise<void> {
    this.#http2Pool.close();
    return super.close();
  }

  protected override begin(request: WireRequest, outcome: ExchangeOutcome): UndiciExchange {
    return hrefOf(request).startsWith('https:')
      ? new Http2Exchange(request, this.settings.clock, outcome)
      : super.begin(request, outcome);
  }

  protected override async load(): Promise<NegotiatingContext> {
    const [context, http2] = await Promise.all([super.load(), import('node:http2')]);
    return { ...context, overTls: { ...context, pool: this.#http2Pool, http2 } };
  }
}
