import { countBytes, type PeerDefinition } from './peer.ts';

export const ky: PeerDefinition = {
  name: 'ky',
  label: 'ky',
  packages: ['ky'],
  imports: ['ky'],
  settings:
    "`ky.create({ prefix })` once, `client.get(path).json()`; its defaults (10 s timeout, 2 retries), over Node's own fetch",
  async connect({ origin }) {
    const { default: ky } = await import('ky');
    const client = ky.create({ prefix: origin });
    return {
      get: (path) => client.get(path.slice(1)).json(),
      post: (path, json) => client.post(path.slice(1), { json }).json(),
      async download(path) {
        const { body } = await client.get(path.slice(1));
        return body === null ? 0 : countBytes(body);
      },
    };
  },
};
