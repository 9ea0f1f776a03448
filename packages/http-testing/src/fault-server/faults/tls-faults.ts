import { DEFAULT_CIPHERS } from 'node:tls';

import {
  expired,
  makeAuthority,
  makeUnknownAuthority,
  notYetValid,
  selfSigned,
  wrongHost,
} from '../certificates.ts';
import type { ConnectionScript, TlsSource } from '../connection-script.ts';
import { respond } from '../respond.ts';
import type { FaultDefinition } from './fault-definition.ts';

const good: TlsSource = async () => (await makeAuthority()).issue();
const unknown: TlsSource = async () => (await makeUnknownAuthority()).issue();
const own: TlsSource = () => selfSigned();
const over: TlsSource = () => expired();
const tomorrow: TlsSource = () => notYetValid();
const old: TlsSource = async () => ({
  ...(await (await makeAuthority()).issue()),
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.1',
  ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0`,
});

function showing(name: string, tls: TlsSource): ConnectionScript {
  return { ...respond(200, { body: 'hello' }), name, tls };
}

/** Connections whose TLS is wrong; the certificates need `@peculiar/x509`. */
export const tlsFaults = {
  tlsExpired: {
    does: 'shows a certificate that ended yesterday',
    script: () => showing('tlsExpired', over),
  },
  tlsNotYetValid: {
    does: 'shows a certificate that begins tomorrow',
    script: () => showing('tlsNotYetValid', tomorrow),
  },
  tlsWrongHost: {
    does: 'shows a certificate for another host',
    script: () => showing('tlsWrongHost', wrongHost),
  },
  tlsSelfSigned: {
    does: 'shows a certificate that is its own issuer',
    script: () => showing('tlsSelfSigned', own),
  },
  tlsUnknownCa: {
    does: 'shows a certificate of an authority that nobody knows',
    script: () => showing('tlsUnknownCa', unknown),
  },
  tlsOldVersion: {
    does: 'speaks TLS 1.1 at most',
    script: () => showing('tlsOldVersion', old),
  },
  tlsStall: {
    does: 'reads the ClientHello and says nothing',
    script: () => ({ name: 'tlsStall', tls: 'none', run: (connection) => connection.closed }),
  },
  tlsReset: {
    does: 'RST at the ClientHello',
    script: () => ({
      name: 'tlsReset',
      tls: 'none',
      async run(connection) {
        await connection.hasMore();
        connection.reset();
      },
    }),
  },
  tlsGarbage: {
    does: 'answers the ClientHello with bytes that are no TLS',
    script: () => ({
      name: 'tlsGarbage',
      tls: 'none',
      async run(connection) {
        await connection.hasMore();
        connection.end('\0\x01\x02 this is no TLS');
      },
    }),
  },
  httpOnHttpsPort: {
    does: 'answers the ClientHello with 400 in plain HTTP, as a server without TLS does',
    script: () => ({
      name: 'httpOnHttpsPort',
      tls: 'none',
      async run(connection) {
        await connection.hasMore();
        connection.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      },
    }),
  },
  httpsOnHttpPort: {
    does: 'wants TLS of a client that speaks plain HTTP',
    script: () => showing('httpsOnHttpPort', good),
  },
} as const satisfies Readonly<Record<string, FaultDefinition>>;
