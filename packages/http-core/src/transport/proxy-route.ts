import { ownProperty } from '../own-property.ts';
import { type Origin, originOf } from './origin.ts';
import type { ProxyTarget } from './proxy-target.ts';
import type { WireRequest } from './transport.ts';

/** Idempotent (RFC 9110, section 9.2.2). */
const repeatable: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/** The proxy of a request; its own, so that a polluted Object.prototype is none. */
export function proxyOf(request: WireRequest): ProxyTarget | undefined {
  return ownProperty(request, 'proxy');
}

/** Whether a request goes to the proxy itself, in absolute form; else the proxy tunnels it. */
export function isForwarded(url: URL, proxy: ProxyTarget): boolean {
  return proxy.forwardHeaders !== undefined && url.protocol === 'http:';
}

/** The proxy as the peer of a connection; its key has the credentials in it, so it is never shown. */
export function proxyOrigin(proxy: ProxyTarget): Origin {
  return { ...originOf(proxy.url), key: `proxy ${proxy.url.href}` };
}

/** The peer that answers a request: behind a tunnel the target, else the proxy. Only the same way there has the same key. */
export function routeOf(url: URL, proxy: ProxyTarget): Origin {
  const peer = proxyOrigin(proxy);
  if (isForwarded(url, proxy)) return peer;
  const origin = originOf(url);
  return { ...origin, key: `${peer.key} ${origin.key}` };
}

/** The target of a request that a proxy forwards (RFC 9112, section 3.2.2). */
export function absoluteForm(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}${url.search}`;
}

/**
 * Whether a request must not go out on a connection that a proxy has used before. Some proxies (tinyproxy) close after every
 * answer without saying so; what may not be sent twice would be lost on such a connection.
 */
export function needsOwnConnection(request: WireRequest): boolean {
  const proxy = proxyOf(request);
  if (proxy === undefined || !isForwarded(request.url, proxy)) return false;
  const { method, body } = request;
  return !repeatable.has(method) || (body !== undefined && !(body instanceof Uint8Array));
}
