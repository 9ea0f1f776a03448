import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** The API of the demo on a loopback port of its own. */
export interface DemoApi extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
  /** TCP connections accepted so far. */
  readonly connections: () => number;
}

type Route = (response: ServerResponse, request: IncomingMessage, visit: number) => void | Promise<void>;

const csvLine = 'id,item,price\n'.repeat(4_096);
const csvLines = 40;

const routes: Readonly<Record<string, Route>> = {
  'GET /health': (response) => json(response, 200, { status: 'ok' }),
  'GET /users/1': async (response) => {
    await delay(12);
    json(response, 200, { id: 1, name: 'Ada', email: 'ada@example.com' });
  },
  'GET /users/42': (response) => {
    const problem = { title: 'No such user', detail: 'user 42 was deleted in March', status: 404 };
    json(response, 404, problem, 'application/problem+json');
  },
  'GET /people/1': (response) => redirect(response, 301, '/members/1'),
  'GET /members/1': (response) => redirect(response, 308, '/users/1'),
  'GET /partners/1': (response, request) => {
    redirect(response, 302, new URL(request.url ?? '', 'http://api').searchParams.get('to') ?? '/health');
  },
  'GET /prices': prices,
  'GET /reports/2026': async (response) => {
    await delay(3_000, undefined, { ref: false });
    json(response, 200, { total: 7 });
  },
  'GET /jobs/7/wait': () => {},
  'GET /export.csv': async (response) => {
    response.writeHead(200, { 'content-type': 'text/csv', 'content-length': csvLine.length * csvLines });
    for (let line = 0; line < csvLines && !response.destroyed; line += 1) {
      response.write(csvLine);
      await delay(6);
    }
    response.end();
  },
  'POST /photos': async (response, request) => {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      await delay(2);
    }
    json(response, 201, { bytes, sha256: hash.digest('hex') });
  },
  'POST /login': (response) => {
    response.setHeader('set-cookie', 'session=7f3a; Path=/; HttpOnly');
    redirect(response, 303, '/me');
  },
  'GET /me': (response, request) => {
    const isKnown = request.headers.cookie?.includes('session=7f3a') === true;
    json(response, isKnown ? 200 : 401, isKnown ? { name: 'Ada' } : { title: 'Log in first' });
  },
  'GET /carts/1': (response, _, visit) => {
    // As a peer whose idle limit ran out does: it closes the socket under the second request.
    if (visit === 2) response.socket?.resetAndDestroy();
    else json(response, 200, { items: 3 });
  },
};

/** Works on the first visit; after that each visit goes wrong in a way of its own. */
function prices(response: ServerResponse, _: IncomingMessage, visit: number): void {
  const { socket } = response;
  switch ((visit - 1) % 6) {
    case 0:
      return json(response, 200, { tea: 3 });
    case 1:
      response.setHeader('retry-after', '1');
      return json(response, 503, { title: 'Restarting' });
    case 2:
      return json(response, 429, { title: 'Slow down' });
    case 3:
      return void socket?.resetAndDestroy();
    case 4:
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 9 });
      response.write('{"tea"');
      return void setTimeout(() => socket?.destroy(), 10);
    default:
      return void socket?.end('220 mail.example.com ESMTP\r\n');
  }
}

function json(response: ServerResponse, status: number, value: object, type = 'application/json'): void {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function redirect(response: ServerResponse, status: number, location: string): void {
  response.writeHead(status, { location }).end();
}

/** Starts the API. Its flaws are the same on every run: they depend on the path and on how often it was asked for. */
export async function startApi(): Promise<DemoApi> {
  const visits = new Map<string, number>();
  let connections = 0;
  const server = createServer((request, response) => {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const key = `${method} ${request.url?.split('?')[0]}`;
    const visit = (visits.get(key) ?? 0) + 1;
    visits.set(key, visit);
    const route = routes[key] ?? ((answer) => json(answer, 404, { title: 'No such route' }));
    // A client that goes away in the middle is part of the show.
    Promise.resolve(route(response, request, visit)).catch(() => response.destroy());
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
