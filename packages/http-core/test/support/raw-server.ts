import type { TlsOptions } from 'node:tls';

import { makeAuthority } from '../../../http-testing/src/fault-server/certificates.ts';
import type { Script } from '../../../http-testing/src/fault-server/connection-script.ts';
import {
  faultServer,
  type FaultServer,
  type FaultServerOptions,
} from '../../../http-testing/src/fault-server/fault-server.ts';

export type ServerOptions = Pick<FaultServerOptions, 'host' | 'tls'>;
export type RawServer = FaultServer;
export type { Script };

/** The options of `tls.createServer`, or `undefined` for plain TCP. */
export async function tlsOptions(tls: ServerOptions['tls']): Promise<TlsOptions | undefined> {
  return tls === true ? (await makeAuthority()).issue() : tls;
}

/** A server that runs the script once for every connection (after the handshake). */
export function rawServer(script: Script, options: ServerOptions = {}): Promise<RawServer> {
  return faultServer({ ...options, always: script });
}
