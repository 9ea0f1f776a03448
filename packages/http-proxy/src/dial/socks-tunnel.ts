import type { Socket } from 'node:net';

import type { TunnelEnd, TunnelObserver } from '@x/http-core';
import type { SocksClient } from 'socks';

import type { ProxyCredentials } from '../proxy-credentials.ts';

/** What is asked of the proxy. */
export interface SocksRequest {
  readonly version: 4 | 5;
  readonly credentials: ProxyCredentials | undefined;
  readonly end: TunnelEnd;
  readonly proxyUrl: URL;
}

/**
 * SOCKS 5 (RFC 1928, 1929) or 4a: the name of the target goes to the proxy, which looks it up. Returns what ends it; the
 * observer hears nothing more then.
 */
export function openSocksTunnel(socket: Socket, request: SocksRequest, observer: TunnelObserver): () => void {
  let isOver = false;
  const settle = (tell: () => void): void => {
    if (isOver) return;
    isOver = true;
    tell();
  };
  const fail = (error: unknown): void =>
    settle(() => {
      const reason = error instanceof Error ? error.message : String(error);
      // Of the error nothing but its message: it carries the options, and with them the credentials.
      observer.failed({ reason, retryable: !/authentication/i.test(reason) });
    });
  import('socks')
    .then(({ SocksClient }) => {
      if (isOver) return;
      const client = new SocksClient(optionsOf(socket, request));
      withoutTimer(client);
      client.on('error', fail);
      client.once('established', () => watchFirstTurn(socket, () => isOver, settle, observer));
      client.connect(socket);
    })
    .catch(fail);
  return () => {
    isOver = true;
  };
}

/** What the proxy sends beyond its reply is handed on a turn later; the target has not been asked for anything yet. */
function watchFirstTurn(
  socket: Socket,
  isOver: () => boolean,
  settle: (tell: () => void) => void,
  observer: TunnelObserver,
): void {
  const onData = (): void =>
    settle(() => observer.failed({ reason: 'it sent more than its reply to the SOCKS request' }));
  socket.once('data', onData);
  setImmediate(() => {
    socket.off('data', onData);
    if (isOver()) return;
    if (socket.destroyed || !socket.readable) {
      settle(() => observer.failed({ reason: 'it closed the connection after its reply' }));
    } else settle(() => observer.opened());
  });
}

/** The deadline is the transport's; the package's own timer is never cleared and would hold the socket for half a minute. */
function withoutTimer(client: SocksClient): void {
  Object.assign(client, { onEstablishedTimeout: () => {} });
}

function optionsOf(
  socket: Socket,
  { version, credentials, end, proxyUrl }: SocksRequest,
): ConstructorParameters<typeof SocksClient>[0] {
  return {
    command: 'connect',
    destination: { host: end.hostname, port: end.port },
    existing_socket: socket,
    timeout: 1,
    proxy: {
      // Own properties, so that a polluted Object.prototype adds no way to authenticate.
      ...ownUndefined,
      host: proxyUrl.hostname,
      port: Number(proxyUrl.port),
      type: version,
      userId: credentials?.username ?? '',
      password: credentials?.password ?? '',
    },
  };
}

const ownUndefined = {
  custom_auth_method: undefined,
  custom_auth_request_handler: undefined,
  custom_auth_response_size: undefined,
  custom_auth_response_handler: undefined,
} as unknown as object;
