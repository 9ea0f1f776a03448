/** The peer of a connection: scheme, host and port. Connections are shared per `key`. */
export interface Origin {
  readonly key: string;
  readonly isSecure: boolean;
  /** Without the brackets of an IPv6 literal. */
  readonly hostname: string;
  readonly port: number;
  /** `host:port` for messages; an IPv6 literal keeps its brackets. */
  readonly authority: string;
  readonly isAddress: boolean;
}

// The URL parser has brought every spelling of an IPv4 address into this form.
const ipv4 = /^\d+\.\d+\.\d+\.\d+$/;

let last: { readonly prefix: string; readonly origin: Origin } | undefined;

/** The origin of an absolute `http:` or `https:` URL. */
export function originOf(url: URL): Origin {
  // Most requests go where the one before went.
  if (last !== undefined && url.href.startsWith(last.prefix)) return last.origin;
  const origin = readOrigin(url);
  last = { prefix: `${origin.key}/`, origin };
  return origin;
}

function readOrigin(url: URL): Origin {
  const isSecure = url.protocol === 'https:';
  const { hostname } = url;
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port);
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  const authority = `${hostname}:${port}`;
  return {
    key: originKey(url),
    isSecure,
    hostname: bare,
    port,
    authority,
    isAddress: bare !== hostname || ipv4.test(hostname),
  };
}

/** The key alone; two URLs of one origin have the same. */
export function originKey(url: URL): string {
  return `${url.protocol}//${url.host}`;
}
