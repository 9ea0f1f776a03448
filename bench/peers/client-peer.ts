import { countBytes, type Peer } from './peer.ts';

interface Answer {
  json(): Promise<unknown>;
}

/** What is measured of a client of ours, whatever its plugins. */
interface MeasuredClient {
  get(path: string): Answer;
  post(path: string, options: { json: object }): Answer;
  stream(method: string, path: string): Promise<{ readonly body: AsyncIterable<Uint8Array> }>;
  close(): Promise<void>;
}

/** The measured calls over a client of ours. */
export function clientPeer(client: MeasuredClient): Peer {
  return {
    get: (path) => client.get(path).json(),
    post: (path, json) => client.post(path, { json }).json(),
    download: async (path) => countBytes((await client.stream('GET', path)).body),
    close: () => client.close(),
  };
}
