import type { PeerDefinition } from './peer.ts';
import { RawPool } from './raw-pool.ts';

/** The floor: what the wire and `JSON.parse` cost, with a client that knows nothing of HTTP but this origin's answers. */
export const rawSocket: PeerDefinition = {
  name: 'raw-socket',
  label: 'raw socket',
  packages: [],
  imports: ['node:net'],
  settings:
    '`node:net`, prepared requests, one in flight per connection: not a client, the floor under all of them',
  async connect({ origin, connections }) {
    const pool = new RawPool(new URL(origin), connections);
    const request = (path: string): Buffer =>
      Buffer.from(`GET ${path} HTTP/1.1\r\nhost: ${new URL(origin).host}\r\n\r\n`);
    const prepared = new Map<string, Buffer>();
    const prepare = (path: string): Buffer => {
      let bytes = prepared.get(path);
      if (bytes === undefined) prepared.set(path, (bytes = request(path)));
      return bytes;
    };
    return {
      get: async (path) => JSON.parse((await pool.send(prepare(path))).toString()) as unknown,
      async post(path, value) {
        const body = JSON.stringify(value);
        const head = `POST ${path} HTTP/1.1\r\nhost: ${new URL(origin).host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
        return JSON.parse((await pool.send(Buffer.from(head + body))).toString()) as unknown;
      },
      download: async (path) => (await pool.send(prepare(path), false)).byteLength,
      close: () => pool.close(),
    };
  },
};
