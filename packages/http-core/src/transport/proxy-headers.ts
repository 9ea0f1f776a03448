import type { HeaderRecord } from '../headers/header-list.ts';
import { isForwarded } from './proxy-route.ts';
import type { ProxyTarget } from './proxy-target.ts';

/**
 * The headers of a request of a client that chooses proxies: what is for the proxy goes to the proxy, in a request that it
 * forwards, and never to an origin, neither directly nor through a tunnel (RFC 9110, section 11.7.1).
 */
export function proxyHeaders(headers: HeaderRecord, url: URL, proxy: ProxyTarget | undefined): HeaderRecord {
  const added = proxy !== undefined && isForwarded(url, proxy) ? proxy.forwardHeaders : undefined;
  if (added === undefined && headers['proxy-authorization'] === undefined) return headers;
  const own: Record<string, string | readonly string[]> = Object.assign(Object.create(null), headers, added);
  if (added === undefined) delete own['proxy-authorization'];
  return own;
}
