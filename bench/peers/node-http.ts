import type { IncomingMessage, RequestOptions } from 'node:http';

import { countBytes, type PeerDefinition } from './peer.ts';

async function text(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let whole = '';
  for await (const part of response) whole += part as string;
  return whole;
}

export const nodeHttp: PeerDefinition = {
  name: 'node-http',
  label: 'node:http',
  packages: [],
  imports: ['node:http', 'node:https'],
  settings:
    '`request(url, { agent: new Agent({ keepAlive: true, maxSockets: connections }) })`, `for await` over the response',
  async connect({ origin, connections }) {
    const { Agent, request } = await import(origin.startsWith('https:') ? 'node:https' : 'node:http');
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const send = (path: string, options: RequestOptions, body?: string): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        request(origin + path, { agent, ...options }, resolve)
          .on('error', reject)
          .end(body);
      });
    return {
      get: async (path) => JSON.parse(await text(await send(path, {}))) as unknown,
      async post(path, value) {
        const body = JSON.stringify(value);
        const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
        return JSON.parse(await text(await send(path, { method: 'POST', headers }, body))) as unknown;
      },
      download: async (path) => countBytes(await send(path, {})),
      close: async () => agent.destroy(),
    };
  },
};
