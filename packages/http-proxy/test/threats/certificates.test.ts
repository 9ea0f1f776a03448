import { describe, expect, it } from 'vitest';

import { httpServer } from '../../../http-core/test/support/http-server.ts';
import {
  expired,
  makeAuthority,
  makeUnknownAuthority,
  notYetValid,
  selfSigned,
  wrongHost,
} from '../../../http-testing/src/fault-server/certificates.ts';
import { httpProxy } from '../support/http-proxy.ts';
import { proxiedClient } from '../support/proxied-client.ts';
import { socksProxy } from '../support/socks-proxy.ts';
import { transports } from '../support/transports.ts';

const good = await (await makeAuthority()).issue();
const certificates = [
  { certificate: 'good', options: async () => good, verdict: 'ok' },
  { certificate: 'expired', options: expired, verdict: 'CERT_HAS_EXPIRED' },
  { certificate: 'not yet valid', options: notYetValid, verdict: 'CERT_NOT_YET_VALID' },
  { certificate: 'of another host', options: wrongHost, verdict: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  { certificate: 'self-signed', options: selfSigned, verdict: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  {
    certificate: 'of an unknown authority',
    options: async () => (await makeUnknownAuthority()).issue(),
    verdict: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  },
  {
    certificate: 'TLS 1.1',
    options: async () => ({
      ...good,
      minVersion: 'TLSv1.1' as const,
      maxVersion: 'TLSv1.1' as const,
      ciphers: 'DEFAULT@SECLEVEL=0',
    }),
    verdict: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  },
];
const ways = [
  { way: 'directly', make: () => Promise.resolve(undefined) },
  { way: 'through an HTTP proxy', make: () => httpProxy() },
  { way: 'through a proxy over TLS', make: () => httpProxy({ tls: true }) },
  { way: 'through SOCKS 5', make: () => socksProxy() },
  { way: 'through SOCKS 4a', make: () => socksProxy({ scheme: 'socks4a' }) },
];

describe.each(transports)('$name', (transport) => {
  // INVARIANT: row S1: the verdict on a certificate does not depend on the way to it.
  describe.each(certificates)('a certificate that is $certificate', ({ options, verdict }) => {
    it.each(ways)('has its verdict $way: at first, pooled, after a redirect', async ({ make }) => {
      await using origin = await httpServer((_request, response) => void response.end('ok'), {
        tls: await options(),
      });
      await using first = await httpServer((_request, response) => {
        response.writeHead(302, { location: origin.url }).end();
      });
      await using proxy = await make();
      const client = await proxiedClient(transport, () => proxy?.url);
      const verdicts: unknown[] = [];
      for (const url of [origin.url, origin.url, first.url]) {
        const result = await client.get(url).result();
        verdicts.push(result.ok ? 'ok' : (result.error as { reason?: unknown }).reason);
        if (!result.ok) expect(result.error).toMatchObject({ name: 'TlsError', sent: 'none' });
      }
      await client.close();
      expect(verdicts).toEqual([verdict, verdict, verdict]);
      expect(origin.requests).toHaveLength(verdict === 'ok' ? 3 : 0);
    });
  });
});
