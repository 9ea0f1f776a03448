import { NoProxyList } from './no-proxy-list.ts';

/**
 * Whether `list`, as in `NO_PROXY`, has the host of `url`: names with all below them, addresses, CIDR blocks, `*`, each with
 * or without a port; as curl reads it. A text that is no absolute URL is on no list.
 */
export function matchesNoProxy(url: string | URL, list: string | readonly string[]): boolean {
  if (typeof url === 'string' && !URL.canParse(url)) return false;
  return new NoProxyList(list).has(typeof url === 'string' ? new URL(url) : url);
}
