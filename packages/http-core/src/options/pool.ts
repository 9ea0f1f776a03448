import { checkBoolean, checkCount, checkKeys, checkSpan, refuseConfiguration } from './check.ts';

/** The `pool` option: how many connections there may be, and how long they are kept. */
export interface PoolOptions {
  /** Sockets at one time, idle ones included; a full pool queues. */
  readonly maxConnections?: number | undefined;
  /** The same per scheme, host and port. */
  readonly maxConnectionsPerHost?: number | undefined;
  /** Idle sockets kept at most. */
  readonly maxKeepAliveConnections?: number | undefined;
  /** Milliseconds that an idle socket is kept. */
  readonly keepAliveTimeout?: number | undefined;
  /** Milliseconds that a looked-up address is used; 0 looks up every time. */
  readonly dnsCacheTtl?: number | undefined;
  /** Whether every request gets a socket of its own. */
  readonly forceClose?: boolean | undefined;
}

export type PoolSettings = { readonly [K in keyof PoolOptions]-?: Exclude<PoolOptions[K], undefined> };

export const defaultPool: PoolSettings = Object.freeze({
  maxConnections: 100,
  maxConnectionsPerHost: 100,
  maxKeepAliveConnections: 100,
  keepAliveTimeout: 4_000,
  dnsCacheTtl: 30_000,
  forceClose: false,
});

const names = Object.keys(defaultPool) as (keyof PoolSettings)[];

/** Validates `pool` over the defaults. */
export function resolvePool(value: unknown): PoolSettings {
  if (value === undefined) return defaultPool;
  const given = checkKeys(refuseConfiguration, 'pool', value, names);
  const pick = <T>(name: keyof PoolSettings, check: (value: unknown) => T): T =>
    given[name] === undefined ? (defaultPool[name] as T) : check(given[name]);
  const count = (name: keyof PoolSettings, least: number): number =>
    pick(name, (one) => checkCount(refuseConfiguration, `pool.${name}`, one, least));
  const span = (name: keyof PoolSettings): number =>
    pick(name, (one) => checkSpan(refuseConfiguration, `pool.${name}`, one));
  return Object.freeze({
    maxConnections: count('maxConnections', 1),
    maxConnectionsPerHost: count('maxConnectionsPerHost', 1),
    maxKeepAliveConnections: count('maxKeepAliveConnections', 0),
    keepAliveTimeout: span('keepAliveTimeout'),
    dnsCacheTtl: span('dnsCacheTtl'),
    forceClose: pick('forceClose', (one) => checkBoolean(refuseConfiguration, 'pool.forceClose', one)),
  });
}
