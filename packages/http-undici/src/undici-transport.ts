import type { Transport, WireRequest } from '@x/http-core';
import { type ExchangeOutcome, PooledTransport, type PooledTransportSettings } from '@x/http-core/transport';

import { DispatchOptions } from './dispatch-options.ts';
import { type UndiciContext, UndiciExchange } from './undici-exchange.ts';
import { loadUndici } from './undici-runtime.ts';

/** The transport on undici. */
export interface UndiciTransport extends Transport {
  /** Loads undici ahead of the first exchange. */
  prepare(): Promise<void>;
  /** Sockets that are open, of these idle ones, and exchanges that wait for one. */
  readonly connections: { readonly open: number; readonly idle: number; readonly waiting: number };
}

/** One exchange at a time per socket over HTTP/1.1, by way of undici; sockets are pooled. Loads nothing before it is used. */
export function undiciTransport(settings: PooledTransportSettings): UndiciTransport {
  return new PooledUndiciTransport(settings);
}

class PooledUndiciTransport extends PooledTransport<UndiciContext> implements UndiciTransport {
  readonly name = 'undici';
  readonly features: ReadonlySet<'proxy' | 'http2'> = new Set(['proxy']);

  protected override begin(request: WireRequest, outcome: ExchangeOutcome): UndiciExchange {
    return new UndiciExchange(request, this.settings.clock, outcome);
  }

  protected override async load(): Promise<UndiciContext> {
    const runtime = await loadUndici();
    const options = new DispatchOptions(this.pool.settings.forceClose);
    return { pool: this.pool, dialContext: this.dialContext(runtime), runtime, options };
  }
}
