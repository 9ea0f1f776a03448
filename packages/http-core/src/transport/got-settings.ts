import type { PoolSettings } from '../options/pool.ts';
import type { TlsSettings } from '../options/tls.ts';
import type { Clock } from '../time/clock.ts';
import type { Lookup } from './dns-cache.ts';

/** Options of the default transport; `pool` and `tls` are the client's. */
export interface GotOptions {
  /** Resolves names in place of the system's resolver; takes what `dns.lookup` takes with `all: true`. */
  readonly lookup?: Lookup | undefined;
}

/** What the default transport is made from. */
export interface GotTransportSettings extends GotOptions {
  readonly pool: PoolSettings;
  readonly tls: TlsSettings;
  /** Path of a PEM file that replaces the default authorities (`SSL_CERT_FILE`); read on the first TLS connection. */
  readonly certificateFile?: string | undefined;
  readonly clock: Clock;
}
