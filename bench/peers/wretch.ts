import { countBytes, type PeerDefinition } from './peer.ts';

export const wretch: PeerDefinition = {
  name: 'wretch',
  label: 'wretch',
  packages: ['wretch'],
  imports: ['wretch'],
  settings:
    "`wretch(origin)` once, `client.get(path).json()`, over Node's own fetch; `.res()` for the download",
  async connect({ origin }) {
    const { default: wretch } = await import('wretch');
    const client = wretch(origin);
    return {
      get: (path) => client.get(path).json(),
      post: (path, value) => client.url(path).post(value).json(),
      async download(path) {
        const { body } = await client.get(path).res();
        return body === null ? 0 : countBytes(body);
      },
    };
  },
};
