import { countBytes, type PeerDefinition } from './peer.ts';

export const got: PeerDefinition = {
  name: 'got',
  label: 'got',
  packages: ['got'],
  imports: ['got'],
  settings:
    '`got.extend({ agent })` once, with agents as for node:http, and `got(url).json()`; `got.stream(url)` for the download',
  async connect({ origin, connections }) {
    const { default: got } = await import('got');
    const http = await import('node:http');
    const https = await import('node:https');
    const settings = { keepAlive: true, maxSockets: connections };
    const agent = { http: new http.Agent(settings), https: new https.Agent(settings) };
    const client = got.extend({ agent });
    return {
      get: (path) => client(origin + path).json(),
      post: (path, json) => client.post(origin + path, { json }).json(),
      download: (path) => countBytes(client.stream(origin + path)),
      async close() {
        agent.http.destroy();
        agent.https.destroy();
      },
    };
  },
};
