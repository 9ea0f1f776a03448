/** Another name of an option. */
export interface Alias {
  readonly path: readonly string[];
  /** The unit its values are in, where that is not the option's own. */
  readonly unit?: 'seconds';
}

/**
 * Names that configurations of other clients use. Every option is known by its snake_case name as well; what stands here
 * is called or measured in another way, or has another place.
 */
export const aliases: ReadonlyMap<string, Alias> = /* @__PURE__ */ new Map<string, Alias>([
  ['cookie_jar', { path: ['cookies'] }],
  ['verify_ssl', { path: ['tls', 'verify'] }],
  ['pool.verify_ssl', { path: ['tls', 'verify'] }],
  ['pool.max_keepalive_connections', { path: ['pool', 'maxKeepAliveConnections'] }],
  ['pool.ttl_dns_cache', { path: ['pool', 'dnsCacheTtl'], unit: 'seconds' }],
  ['pool.timeout', { path: ['timeout', 'total'], unit: 'seconds' }],
]);
