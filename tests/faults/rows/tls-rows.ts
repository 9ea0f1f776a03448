import { fault, type FaultName } from '@x/http-testing';

import type { Row } from '../row.ts';

const tlsError = (name: string, script: FaultName, reason: string | undefined): Row => ({
  name,
  scripts: [fault(script)],
  tls: true,
  expected: { error: 'TlsError', retry: 'N', reason, sent: 'none' },
});

/** TLS that is wrong; every route leads to an origin with TLS. */
export const tlsRows: readonly Row[] = [
  tlsError('TLS expired', 'tlsExpired', 'CERT_HAS_EXPIRED'),
  tlsError('TLS not yet valid', 'tlsNotYetValid', 'CERT_NOT_YET_VALID'),
  tlsError('TLS wrong host', 'tlsWrongHost', 'ERR_TLS_CERT_ALTNAME_INVALID'),
  tlsError('TLS self-signed', 'tlsSelfSigned', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
  tlsError('TLS unknown CA', 'tlsUnknownCa', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
  tlsError('TLS 1.1', 'tlsOldVersion', undefined),
  tlsError('TLS garbage', 'tlsGarbage', undefined),
  tlsError('plain HTTP on an https port', 'httpOnHttpsPort', undefined),
  {
    name: 'TLS on an http port',
    scripts: [fault('httpsOnHttpPort')],
    routes: ['direct', 'HTTP proxy', 'SOCKS proxy'],
    expected: { error: 'NetworkError', reason: 'reset', retry: 'I' },
  },
  {
    name: 'TLS stall',
    scripts: [fault('tlsStall')],
    tls: true,
    call: { timeout: { connect: 350 } },
    expected: { error: 'TimeoutError', phase: 'tls', retry: 'S', sent: 'none' },
  },
  {
    name: 'TLS reset',
    scripts: [fault('tlsReset')],
    tls: true,
    expected: { error: 'NetworkError', reason: 'reset', retry: 'S', sent: 'none' },
  },
];
