import { type IpAddress, parseIpAddress, unmapped } from './ip-address.ts';

/** What of a URL is compared with a list. */
export interface NoProxyTarget {
  /** In lower case, punycode, without brackets and without the root's dot. */
  readonly hostname: string;
  readonly port: number;
  readonly address: IpAddress | undefined;
}

/** Reads an absolute URL, of which the parser has brought the host into one form. */
export function noProxyTargetOf({ hostname: host, port, protocol }: URL): NoProxyTarget {
  const hostname = (host.startsWith('[') ? host.slice(1, -1) : host).replace(/\.$/, '');
  const address = parseIpAddress(hostname);
  return {
    hostname,
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    address: address === undefined ? undefined : unmapped(address),
  };
}
