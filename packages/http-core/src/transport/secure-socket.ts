import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

import type { DialContext, DialObserver } from './dial.ts';
import type { Origin } from './origin.ts';

/**
 * Puts TLS over a connected socket and verifies the peer. Returns what ends it at once. Throws `ConfigurationError` for
 * certificates that cannot be read.
 */
export function secureSocket(
  { tls, tlsContext }: Pick<DialContext, 'tls' | 'tlsContext'>,
  origin: Origin,
  socket: Socket,
  observer: Pick<DialObserver, 'connected' | 'failed'>,
): () => void {
  const { verify, servername } = tlsContext.settings;
  // A certificate and SNI name no root label (RFC 6066, section 3).
  const name = servername ?? origin.hostname.replace(/\.$/, '');
  const secured = tls.connect({
    socket,
    secureContext: tlsContext.secureContext(tls),
    host: name,
    // No SNI for an address (RFC 6066, section 3).
    servername: servername === undefined && origin.isAddress ? undefined : name,
    rejectUnauthorized: verify,
    session: tlsContext.session(origin.key),
    checkServerIdentity: tls.checkServerIdentity,
    ALPNProtocols: [...tlsContext.protocols(origin.key)],
    minDHSize: 1024,
    // Own properties, so that a polluted Object.prototype weakens nothing.
    path: undefined,
    port: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
    credentials: undefined,
    allowHalfOpen: undefined,
    enableTrace: undefined,
    highWaterMark: undefined,
    isServer: undefined,
    keepAlive: true,
    keepAliveInitialDelay: undefined,
    lookup: undefined,
    noDelay: undefined,
    onread: undefined,
    pipe: undefined,
    pskCallback: undefined,
    requestCert: undefined,
    requestOCSP: undefined,
    signal: undefined,
    singleUse: undefined,
    timeout: undefined,
    typeOfService: undefined,
  } as unknown as ConnectionOptions);
  let isConnected = false;
  secured.once('secureConnect', () => {
    isConnected = true;
    observer.connected(secured);
  });
  secured.on('session', (session) => tlsContext.keepSession(origin.key, session));
  secured.on('error', (error: NodeJS.ErrnoException) => {
    // Later it is the session's fault only where TLS says so.
    if (!isConnected || error.code?.startsWith('ERR_SSL_') === true) tlsContext.dropSession(origin.key);
    observer.failed(error);
  });
  return () => void secured.destroy();
}
