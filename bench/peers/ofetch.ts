import { countBytes, type PeerDefinition } from './peer.ts';

export const ofetch: PeerDefinition = {
  name: 'ofetch',
  label: 'ofetch',
  packages: ['ofetch'],
  imports: ['ofetch'],
  settings:
    "`ofetch.create({ baseURL })` once, `client(path)`; its defaults (1 retry), over Node's own fetch; `responseType: 'stream'` for the download",
  async connect({ origin }) {
    const { ofetch } = await import('ofetch');
    const client = ofetch.create({ baseURL: origin });
    return {
      get: (path) => client<unknown>(path),
      post: (path, value) =>
        client<unknown>(path, { method: 'POST', body: value as Record<string, unknown> }),
      download: async (path) => countBytes(await client(path, { responseType: 'stream' })),
    };
  },
};
