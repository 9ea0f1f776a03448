import { paths } from '../origin/documents.ts';
import { clientPeer } from './client-peer.ts';
import type { PeerDefinition } from './peer.ts';

export const httpEverything: PeerDefinition = {
  name: 'http-everything',
  label: '@x/http-undici + everything',
  packages: ['undici', 'cockatiel', 'tough-cookie', 'zod'],
  imports: ['@x/http-core', '@x/http-undici', '@x/http-resilience', '@x/http-cookies', '@x/http-zod', 'zod'],
  settings:
    'the same with `resilience({ breaker: {}, bulkhead: { maxConcurrent: 10_000 } })` (retry and budget included), `cookies()` and `zod()`; documents are decoded with a schema',
  async connect({ origin, connections, timeout }) {
    const { createClient } = await import('@x/http-core');
    const { undici } = await import('@x/http-undici');
    const { resilience } = await import('@x/http-resilience');
    const { cookies } = await import('@x/http-cookies');
    const { zod } = await import('@x/http-zod');
    const z = await import('zod');
    const User = z.object({ id: z.int(), name: z.string(), email: z.string(), roles: z.array(z.string()) });
    const Users = z.array(User);
    const api = createClient({
      name: 'bench',
      baseUrl: origin,
      timeout,
      pool: { maxConnections: connections, maxConnectionsPerHost: connections },
      plugins: [undici(), resilience({ breaker: {}, bulkhead: { maxConcurrent: 10_000 } }), cookies(), zod()],
    });
    return {
      ...clientPeer(api),
      get: (path) =>
        path === paths.large ? api.get(path, { schema: Users }) : api.get(path, { schema: User }),
      post: (path, json) => api.post(path, { json, schema: User }),
    };
  },
};
