import type { Readable } from 'node:stream';

import { countBytes, type PeerDefinition } from './peer.ts';

export const axios: PeerDefinition = {
  name: 'axios',
  label: 'axios',
  packages: ['axios'],
  imports: ['axios'],
  settings:
    "`axios.create({ baseURL, httpAgent, httpsAgent })` once, with agents as for node:http; `responseType: 'stream'` for the download",
  async connect({ origin, connections }) {
    const { default: axios } = await import('axios');
    const http = await import('node:http');
    const https = await import('node:https');
    const settings = { keepAlive: true, maxSockets: connections };
    const httpAgent = new http.Agent(settings);
    const httpsAgent = new https.Agent(settings);
    const client = axios.create({ baseURL: origin, httpAgent, httpsAgent });
    return {
      get: async (path) => (await client.get<unknown>(path)).data,
      post: async (path, value) => (await client.post<unknown>(path, value)).data,
      download: async (path) =>
        countBytes((await client.get<Readable>(path, { responseType: 'stream' })).data),
      async close() {
        httpAgent.destroy();
        httpsAgent.destroy();
      },
    };
  },
};
