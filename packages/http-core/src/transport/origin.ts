import { ownProperty } from '../own-property.ts';
import type { WireRequest } from './transport.ts';

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
  return cachedOrigin(url.href) ?? rememberedOrigin(url);
}

/** The origin that a request is for. */
export function originOfRequest(request: WireRequest): Origin {
  return cachedOrigin(hrefOf(request)) ?? rememberedOrigin(request.url);
}

/** The URL of a request as text; its own, so that a polluted Object.prototype leads nowhere else. */
export function hrefOf(request: WireRequest): string {
  return ownProperty(request, 'href') ?? request.url.href;
}

/** Most requests go where the one before went. */
function cachedOrigin(href: string): Origin | undefined {
  return last !== undefined && href.startsWith(last.prefix) ? last.origin : undefined;
}

function rememberedOrigin(url: URL): Origin {
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
