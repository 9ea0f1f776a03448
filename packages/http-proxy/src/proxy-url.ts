import { ConfigurationError, redactUrl } from '@x/http-core';

/** The port of SOCKS (RFC 1928). */
const socksPort = '1080';
const scheme = /^([a-z][a-z\d+.-]*):\/\//i;
const known = /^(?:https?|socks(?:4a?|5h?)?):$/;

/**
 * The URL of a proxy in one form, credentials kept; without a scheme it is http, as with curl. Throws `ConfigurationError`,
 * which shows `value` redacted, for what is no proxy.
 */
export function parseProxyUrl(name: string, value: string | URL): URL {
  const text = String(value).trim();
  const full = scheme.test(text) ? text : `http://${text}`;
  const refuse = (why: string): ConfigurationError =>
    new ConfigurationError(`${name} is not the URL of a proxy: ${redactUrl(text)} ${why}`);
  if (!URL.canParse(full)) throw refuse('cannot be parsed');
  const url = new URL(full);
  if (!known.test(url.protocol)) {
    throw refuse('has another scheme than http, https, socks4, socks4a, socks5 and socks5h');
  }
  const isSocks = url.protocol.startsWith('socks');
  if (isSocks) normaliseHost(url);
  if (url.hostname === '') throw refuse('has no host');
  if (url.port === '0') throw refuse('has the port 0');
  if (isSocks && url.port === '') url.port = socksPort;
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') {
    throw refuse('has more than a host and a port (a file that selects proxies is not supported)');
  }
  return url;
}

/** The URL parser leaves the host of a scheme that it does not know as it is written. */
function normaliseHost(url: URL): void {
  const twin = `http://${url.hostname}/`;
  url.hostname = URL.canParse(twin) ? new URL(twin).hostname : '';
}
