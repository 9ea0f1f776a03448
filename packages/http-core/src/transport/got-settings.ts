import type { Lookup } from './dns-cache.ts';
import type { PooledTransportSettings } from './pooled-transport.ts';

/** Options of the default transport; `pool` and `tls` are the client's. */
export interface GotOptions {
  /** Resolves names in place of the system's resolver; takes what `dns.lookup` takes with `all: true`. */
  readonly lookup?: Lookup | undefined;
}

/** What the default transport is made from. */
export interface GotTransportSettings extends GotOptions, PooledTransportSettings {}
