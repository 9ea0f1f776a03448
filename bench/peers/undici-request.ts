import { countBytes, type PeerDefinition } from './peer.ts';

export const undiciRequest: PeerDefinition = {
  name: 'undici-request',
  label: 'undici request',
  packages: ['undici'],
  imports: ['undici'],
  settings: '`request(url, { dispatcher: new Agent({ connections }) })`, `body.json()`',
  async connect({ origin, connections }) {
    const { Agent, request } = await import('undici');
    const dispatcher = new Agent({ connections });
    return {
      get: async (path) => (await request(origin + path, { dispatcher })).body.json(),
      async post(path, value) {
        const body = JSON.stringify(value);
        const headers = { 'content-type': 'application/json' };
        return (await request(origin + path, { dispatcher, method: 'POST', body, headers })).body.json();
      },
      download: async (path) => countBytes((await request(origin + path, { dispatcher })).body),
      close: () => dispatcher.close(),
    };
  },
};
