import type { ExchangeOutcome } from './exchange-outcome.ts';
import { type GotContext, GotExchange } from './got-exchange.ts';
import { loadGot } from './got-runtime.ts';
import type { GotTransportSettings } from './got-settings.ts';
import { PooledTransport } from './pooled-transport.ts';
import type { Transport, WireRequest } from './transport.ts';

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

class PooledGotTransport extends PooledTransport<GotContext> implements GotTransport {
  readonly name = 'got';
  readonly features: ReadonlySet<'proxy' | 'http2'> = new Set(['proxy']);

  protected override begin(request: WireRequest, outcome: ExchangeOutcome): GotExchange {
    return new GotExchange(request, this.settings.clock, outcome);
  }

  protected override async load(): Promise<GotContext> {
    const runtime = await loadGot();
    return { pool: this.pool, dialContext: this.dialContext(runtime), runtime };
  }
}
