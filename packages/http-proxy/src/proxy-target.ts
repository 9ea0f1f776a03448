import type { ProxyTarget } from '@x/http-core';

import { openConnectTunnel } from './dial/connect-tunnel.ts';
import { openSocksTunnel } from './dial/socks-tunnel.ts';
import { basicAuthorization, credentialsOf } from './proxy-credentials.ts';

/** The proxy at a URL of `parseProxyUrl`, with how it is dialled. `name` is where the URL came from. */
export function proxyTargetOf(name: string, url: URL): ProxyTarget {
  const credentials = credentialsOf(name, url);
  if (url.protocol.startsWith('socks')) {
    const version = url.protocol.startsWith('socks4') ? 4 : 5;
    return {
      url,
      forwardHeaders: undefined,
      openTunnel: (socket, end, observer) =>
        openSocksTunnel(socket, { version, credentials, end, proxyUrl: url }, observer),
    };
  }
  const authorization = credentials === undefined ? undefined : basicAuthorization(credentials);
  return {
    url,
    forwardHeaders: authorization === undefined ? {} : { 'proxy-authorization': authorization },
    openTunnel: (socket, end, observer) =>
      openConnectTunnel(socket, { authority: end.authority, authorization }, observer),
  };
}
