import { countBytes, type Peer } from './peer.ts';

/** What a `Response` offers of what is measured here; undici's own and Node's are different types. */
interface Answer {
  readonly body: AsyncIterable<Uint8Array> | null;
  json(): Promise<unknown>;
}

interface Settings {
  readonly method: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The measured calls over anything that looks like `fetch`. */
export function fetchPeer(
  origin: string,
  fetch: (url: string, settings?: Settings) => Promise<Answer>,
): Peer {
  return {
    get: async (path) => (await fetch(origin + path)).json(),
    async post(path, value) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(origin + path, { method: 'POST', body: JSON.stringify(value), headers });
      return response.json();
    },
    async download(path) {
      const { body } = await fetch(origin + path);
      return body === null ? 0 : countBytes(body);
    },
  };
}
