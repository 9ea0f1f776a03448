import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';

/** The API that the examples call: users in pages, an answer that fails twice, a file, a chat. */
export interface ExampleApi extends AsyncDisposable {
  /** With a slash at the end. */
  readonly url: string;
  /** The bytes of `files/report.bin`. */
  readonly file: Uint8Array;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly parts: readonly string[];
}

const users = ['Ada', 'Grace', 'Barbara', 'Radia', 'Frances'].map((name, index) => ({ id: index + 1, name }));
const pageSize = 2;

/** Starts it on the loopback interface; 0 is any free port. */
export async function startApi(port = 0): Promise<ExampleApi> {
  const file = randomBytes(4 * 1024 * 1024);
  let failures = 0;
  const routes: Readonly<Record<string, (exchange: Exchange) => void | Promise<void>>> = {
    'GET users': ({ response, url, parts }) => {
      if (parts.length > 1) return sendUser(response, Number(parts[1]));
      const page = Number(url.searchParams.get('page') ?? 1);
      const items = users.slice((page - 1) * pageSize, page * pageSize);
      return send(response, 200, { items, next: page * pageSize < users.length ? page + 1 : null });
    },
    'POST users': async ({ request, response }) => {
      const { name } = (await json(request)) as { name?: unknown };
      if (typeof name === 'string' && name !== '') return send(response, 201, { id: users.length + 1, name });
      return send(response, 422, { title: 'Not a user', fields: { name: 'must not be empty' } });
    },
    'GET models': ({ request, response }) => {
      if (request.headers.authorization === undefined) return send(response, 401, { error: 'who are you?' });
      failures += 1;
      if (failures % 3 !== 0) return send(response.setHeader('retry-after', '0'), 503, { error: 'busy' });
      return send(response, 200, { data: [{ id: 'small' }, { id: 'large' }] });
    },
    'POST chat': async ({ request, response }) => {
      const { prompt = '' } = (await json(request)) as { prompt?: string };
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const word of ['You', 'said:', prompt]) response.write(`data: ${JSON.stringify({ word })}\n\n`);
      response.end('data: [DONE]\n\n');
    },
    'GET files': ({ response }) => {
      response.writeHead(200, { 'content-length': file.byteLength });
      Readable.from(inChunks(file)).pipe(response);
    },
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://api');
    const parts = url.pathname.split('/').filter((part) => part !== '');
    const route = routes[`${request.method} ${parts[0]}`];
    if (route === undefined) return send(response, 404, { title: 'Nothing here' });
    void Promise.resolve(route({ request, response, url, parts })).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    file,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function sendUser(response: ServerResponse, id: number): void {
  const user = users.find((one) => one.id === id);
  send(response, user === undefined ? 404 : 200, user ?? { title: 'No such user' });
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += 65_536) {
    yield bytes.subarray(start, start + 65_536);
    await setImmediate();
  }
}
