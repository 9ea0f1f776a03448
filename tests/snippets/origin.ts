import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A loopback server that plays one host of the documents. Every host knows every route, with or without `/v1`. */
export interface Origin {
  readonly url: string;
  close(): Promise<void>;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly body: string;
  /** How often this path was asked for before, by any block. */
  readonly before: number;
}

type Route = (exchange: Exchange) => void;

const ada = { id: 1, name: 'Ada', email: 'ada@example.com' };
const grace = { id: 2, name: 'Grace', email: 'grace@example.com' };

function json({ response }: Exchange, status: number, value: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(value));
}

function parsed({ body }: Exchange): object {
  return body.startsWith('{') ? (JSON.parse(body) as object) : {};
}

function user(exchange: Exchange): void {
  const { method = 'GET' } = exchange.request;
  if (method === 'DELETE') exchange.response.writeHead(204).end();
  else json(exchange, 200, method === 'PUT' || method === 'PATCH' ? { ...ada, ...parsed(exchange) } : ada);
}

function users(exchange: Exchange): void {
  if (exchange.request.method !== 'POST') return json(exchange, 200, [ada, grace]);
  exchange.response.setHeader('location', `${exchange.url.pathname}/3`);
  return json(exchange, 201, { id: 3, ...parsed(exchange) });
}

/** Two failures, then an answer, over and over. */
function flaky(exchange: Exchange): void {
  if (exchange.before % 3 === 2) return json(exchange, 200, { ok: true });
  exchange.response.setHeader('retry-after', '0');
  return json(exchange, 503, { title: 'try again' });
}

function slow(exchange: Exchange): void {
  const wait = Number(exchange.url.searchParams.get('ms') ?? 2_000);
  const timer = setTimeout(() => json(exchange, 200, { ok: true }), wait);
  exchange.response.once('close', () => clearTimeout(timer));
}

function csv({ response }: Exchange): void {
  response.writeHead(200, { 'content-type': 'text/csv' });
  response.write('id,name\n');
  response.end('1,Ada\n2,Grace\n');
}

function login({ response }: Exchange): void {
  response.writeHead(204, { 'set-cookie': 'session=s3cr3t; Path=/; HttpOnly' }).end();
}

function me(exchange: Exchange): void {
  const isKnown = /(^|; )session=/.test(exchange.request.headers.cookie ?? '');
  json(exchange, isKnown ? 200 : 401, isKnown ? ada : { title: 'log in first' });
}

/** The status of the path; an error as a problem document (RFC 9457). */
function asAsked(exchange: Exchange): void {
  const status = Number(exchange.url.pathname.slice(-3));
  if (status < 400) return json(exchange, status, { title: 'as asked' });
  const problem = { status, title: 'as asked', detail: `the path says ${status}` };
  return json(exchange, status, problem, 'application/problem+json');
}

function echo(exchange: Exchange): void {
  const { method, headers } = exchange.request;
  json(exchange, 200, { method, headers, query: exchange.url.search, body: exchange.body });
}

const routes: readonly (readonly [RegExp, Route])[] = [
  [/^\/users\/(1|2)$/, user],
  [/^\/users$/, users],
  [/^\/flaky$/, flaky],
  [/^\/slow$/, slow],
  [/^\/export\.csv$/, csv],
  [/^\/login$/, login],
  [/^\/me$/, me],
  [/^\/echo$/, echo],
  [/^\/(health|healthz|status)?$/, (exchange) => json(exchange, 200, { status: 'ok' })],
  [/^\/old$/, ({ response }) => response.writeHead(302, { location: 'users/1' }).end()],
  [/^\/status\/\d{3}$/, asAsked],
];

/** Starts a server on a free port. What no route knows is a 404 with a JSON body. */
export async function startOrigin(): Promise<Origin> {
  const visits = new Map<string, number>();
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://origin');
    const before = visits.get(url.pathname) ?? 0;
    visits.set(url.pathname, before + 1);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const exchange = { request, response, url, body: Buffer.concat(chunks).toString(), before };
      const path = url.pathname.replace(/^\/v1(?=\/|$)/, '') || '/';
      const route = routes.find(([pattern]) => pattern.test(path))?.[1];
      if (route === undefined) json(exchange, 404, { title: 'not found', path });
      else route(exchange);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}
