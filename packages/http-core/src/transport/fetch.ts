import { definePlugin, type Plugin } from '../plugin.ts';
import { fetchExchange } from './fetch-exchange.ts';

/** Options of `fetchTransport`. */
export interface FetchTransportOptions {
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * A transport over the platform's `fetch`, for places without Node's sockets. The platform owns connections, TLS and
 * decompression there: `pool`, `tls` and the connect phase do not reach it.
 */
export function fetchTransport(options: FetchTransportOptions = {}): Plugin<'fetch'> {
  return definePlugin({
    name: 'fetch',
    contract: 1,
    setup: ({ clock }) => ({
      transport: {
        name: 'fetch',
        features: new Set(),
        exchange: (request) => fetchExchange(options.fetch ?? globalThis.fetch, clock, request),
        close: async () => {},
      },
      callOptions: {},
    }),
  });
}
