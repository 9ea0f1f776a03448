import { ConfigurationError } from '@x/http-core';

/** User name and password of a proxy's URL, decoded. */
export interface ProxyCredentials {
  readonly username: string;
  readonly password: string;
}

/** SOCKS gives the length of each in one byte (RFC 1929, section 2). */
const maxSocksBytes = 255;

/** The credentials of the URL, `undefined` where it has none. Throws `ConfigurationError` for those that cannot be sent. */
export function credentialsOf(name: string, url: URL): ProxyCredentials | undefined {
  if (url.username === '' && url.password === '') return undefined;
  const username = decode(url.username);
  const password = decode(url.password);
  // oxlint-disable-next-line no-control-regex -- what must not stand on a line of the wire
  if (/[\x00-\x1f\x7f]/.test(username + password)) {
    throw new ConfigurationError(`${name} has a control character in its credentials`);
  }
  const isSocks = url.protocol.startsWith('socks');
  if (!isSocks && username.includes(':')) {
    throw new ConfigurationError(`${name} has a colon in its user name, which Basic cannot carry`);
  }
  if (isSocks && [username, password].some((text) => Buffer.byteLength(text) > maxSocksBytes)) {
    throw new ConfigurationError(
      `${name} has credentials of more than ${maxSocksBytes} bytes, which SOCKS cannot carry`,
    );
  }
  return { username, password };
}

/** The value of `Proxy-Authorization` (RFC 7617, UTF-8). */
export function basicAuthorization({ username, password }: ProxyCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // The URL parser keeps a `%` that starts no escape: then the text is meant as it stands.
    return text;
  }
}
