import { clientPeer } from './client-peer.ts';
import type { PeerDefinition } from './peer.ts';

export const httpUndici: PeerDefinition = {
  name: 'http-undici',
  label: '@x/http-undici',
  packages: ['undici'],
  imports: ['@x/http-core', '@x/http-undici'],
  settings: '`createClient({ baseUrl, pool, plugins: [undici()] })`, `api.get(path).json()`',
  async connect({ origin, connections, timeout }) {
    const { createClient } = await import('@x/http-core');
    const { undici } = await import('@x/http-undici');
    const pool = { maxConnections: connections, maxConnectionsPerHost: connections };
    return clientPeer(createClient({ name: 'bench', baseUrl: origin, pool, timeout, plugins: [undici()] }));
  },
};
