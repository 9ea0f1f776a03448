import { fault, type FaultName, type FaultOptions } from '@x/http-testing';

import type { Row } from '../row.ts';

type Refusal = { readonly retry: 'S' | 'I' | 'N'; readonly proxyStatus?: number };

const broken = (
  name: string,
  script: FaultName,
  refusal: Refusal = { retry: 'S' },
  options: FaultOptions = {},
): Row => ({
  name,
  proxy: { scheme: script.startsWith('socks') ? 'socks5' : 'http', script: fault(script, options) },
  // A tunnel is asked of an HTTP proxy for an origin with TLS alone.
  tls: true,
  routes: ['direct'],
  sends: 0,
  expected: { error: 'ProxyError', reason: 'proxy', sent: 'none', ...refusal },
});
const silent = (name: string, script: FaultName, phase: 'proxy' | 'tls' = 'proxy'): Row => ({
  ...broken(name, script),
  call: { timeout: { connect: 350 } },
  expected: { error: 'TimeoutError', phase, retry: 'S', sent: 'none' },
});
const refused = (scheme: 'http' | 'socks5'): Row => ({
  ...broken(`proxy refused, ${scheme}`, 'proxyHang'),
  proxy: { scheme, script: 'closed' },
});

/** What a proxy does to a tunnel. */
export const proxyRows: readonly Row[] = [
  refused('http'),
  refused('socks5'),
  broken('proxy reset', 'proxyReset'),
  broken('proxy FIN', 'proxyFin'),
  broken('proxy 407', 'proxyStatus', { retry: 'N', proxyStatus: 407 }, { status: 407 }),
  broken('proxy 403', 'proxyStatus', { retry: 'N', proxyStatus: 403 }, { status: 403 }),
  broken('proxy 502', 'proxyStatus', { retry: 'I', proxyStatus: 502 }, { status: 502 }),
  broken('proxy 200 with a body', 'proxy200WithBody'),
  broken('proxy garbage', 'proxyGarbage'),
  broken('proxy with endless headers', 'proxyEndlessHeaders'),
  silent('proxy hang', 'proxyHang'),
  silent('proxy with a silent tunnel', 'proxySilentTunnel', 'tls'),
  broken('SOCKS refusal', 'socksRefused'),
  broken('SOCKS without a login that fits', 'socksNoMethod', { retry: 'N' }),
  broken('SOCKS garbage', 'socksGarbage'),
  broken('SOCKS reset', 'socksReset'),
  silent('SOCKS hang', 'socksHang'),
];
