import { clientPeer } from './client-peer.ts';
import type { PeerDefinition } from './peer.ts';

export const httpCore: PeerDefinition = {
  name: 'http-core',
  label: '@x/http-core',
  packages: ['got'],
  imports: ['@x/http-core'],
  settings:
    '`createClient({ baseUrl, pool: { maxConnections } })`, the default transport on got, `api.get(path).json()`',
  async connect({ origin, connections, timeout }) {
    const { createClient } = await import('@x/http-core');
    const pool = { maxConnections: connections, maxConnectionsPerHost: connections };
    return clientPeer(createClient({ name: 'bench', baseUrl: origin, pool, timeout }));
  },
};
