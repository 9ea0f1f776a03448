import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../http-testing/src/clock/virtual-clock.ts';
import { selfSigned } from '../../http-testing/src/fault-server/certificates.ts';
import {
  afterResponse,
  beforeRequest,
  type Client,
  ClientError,
  ClientNotOpenError,
  type ClientOptions,
  ClientStatusError,
  createClient,
  DecodeError,
  defineDecoder,
  definePlugin,
  InterceptorError,
  InternalServerError,
  NetworkError,
  NotFoundError,
  StatusError,
  TimeoutError,
  TlsError,
} from '../src/index.ts';
import { type HttpServer, httpServer } from './support/http-server.ts';
import { type RawServer, rawServer } from './support/raw-server.ts';

/** What `promise` rejects with; it must be of that class. */
async function rejection<E extends ClientError>(
  promise: Promise<unknown>,
  expected: abstract new (...input: never) => E,
): Promise<E> {
  const raised: unknown = await promise.then(
    () => new Error('it resolved'),
    (error: unknown) => error,
  );
  if (raised instanceof expected) return raised;
  throw raised;
}

/** The URL of a port that nobody listens on. */
async function closedPort(): Promise<string> {
  const server = await rawServer(() => {});
  const { url } = server;
  await server.close();
  return url;
}

let origin: HttpServer;
/** Takes requests and never answers. */
let silent: RawServer;
const clients: { close(options?: { readonly grace?: number }): Promise<void> }[] = [];

function make(options?: ClientOptions<readonly []>): Client {
  const client = createClient(options);
  clients.push(client);
  return client;
}

beforeAll(async () => {
  origin = await httpServer((request, response) => {
    const status = Number(/\d{3}/.exec(request.url ?? '')?.[0] ?? 200);
    response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'r-1' });
    response.end(JSON.stringify({ id: 1, name: 'Ada' }));
  });
  silent = await rawServer(() => {});
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close({ grace: 0 });
});

afterAll(async () => {
  await origin.close();
  await silent.close();
});

describe('catching, from the most precise class to the root', () => {
  const log: string[] = [];

  async function fetchUser(client: Client, id: number): Promise<unknown> {
    try {
      return await client.get(`/users/${id}`).json();
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      if (error instanceof StatusError) {
        log.push(`upstream returned ${error.response.status} for ${error.response.request.url}`);
        throw error;
      }
      if (error instanceof NetworkError) {
        log.push(`network: ${error.reason}`);
        throw error;
      }
      if (error instanceof TimeoutError) {
        log.push(`timeout: ${error.phase}`);
        throw error;
      }
      if (error instanceof ClientError) {
        log.push(`other: ${error.code}`);
        throw error;
      }
      throw error;
    }
  }

  it('an answer is the value, a 404 the sentinel', async () => {
    const client = make({ baseUrl: origin.url });
    expect(await fetchUser(client, 1)).toEqual({ id: 1, name: 'Ada' });
    expect(await fetchUser(client, 404)).toBe(undefined);
    expect(log).toEqual([]);
  });

  it('another status, a network failure, a timeout and the rest come to their own branch', async () => {
    const closed = await closedPort();
    const cases: readonly [Client, number][] = [
      [make({ baseUrl: origin.url }), 500],
      [make({ baseUrl: closed }), 1],
      [make({ baseUrl: silent.url, timeout: 50 }), 1],
      [make({ baseUrl: origin.url, lazyOpen: false }), 1],
    ];
    for (const [client, id] of cases) await rejection(fetchUser(client, id), ClientError);
    expect(log).toEqual([
      `upstream returned 500 for ${origin.url}/users/500`,
      'network: refused',
      'timeout: total',
      'other: ERR_HTTP_NOT_OPEN',
    ]);
  });

  it('a timeout has the name of the platform, so that one check finds both', async () => {
    const error = await rejection(make().get(silent.url, { timeout: 20 }), TimeoutError);
    expect(error.name).toBe(AbortSignal.abort(new DOMException('', 'TimeoutError')).reason.name);
  });
});

it('the response is on the error, with its body read', async () => {
  const { response } = await rejection(make({ baseUrl: origin.url }).get('users/500'), InternalServerError);
  expect(response.status).toBe(500);
  expect(response.headers.get('X-Request-Id')).toBe('r-1');
  expect(new TextDecoder().decode(await response.bytes())).toBe('{"id":1,"name":"Ada"}');
  expect(await response.text()).toBe('{"id":1,"name":"Ada"}');
  expect(await response.json()).toEqual({ id: 1, name: 'Ada' });
  expect(response.request.url).toBe(`${origin.url}/users/500`);
  expect(response.request.method).toBe('GET');
});

it.each([
  ['one that throws', () => Promise.reject(new TypeError('no user'))],
  [
    'another',
    () => {
      throw new RangeError('no user');
    },
  ],
])('a decode error has response, schema and original, whichever decoder: %s', async (_, decode) => {
  const schema = { title: 'User' };
  const decoder = defineDecoder({ name: 'test', claims: () => true, compile: () => decode });
  const plugin = definePlugin<'test', {}, { schema: unknown; accepts: object; output: unknown }>({
    name: 'test',
    contract: 1,
    setup: () => ({ decoders: [decoder] }),
  });
  const client = createClient({ baseUrl: origin.url, plugins: [plugin] });
  clients.push(client);
  const error = await rejection(client.get('users/1', { schema }), DecodeError);
  expect(error.response?.request.url).toBe(`${origin.url}/users/1`);
  expect(error.schema).toBe(schema);
  expect(error.original).toMatchObject({ message: 'no user' });
  expect(error.cause).toBe(error.original);
});

describe('the rows of the table that are the core’s, message included', () => {
  it('refused', async () => {
    const closed = await closedPort();
    const error = await rejection(make().get(closed), NetworkError);
    expect(error.reason).toBe('refused');
    expect(error.message).toContain(`Cannot connect to host 127.0.0.1:${new URL(closed).port}`);
  });

  it('dns, with the port that the scheme means', async () => {
    const error = await rejection(make().get('https://api.nowhere.invalid/'), NetworkError);
    expect(error.reason).toBe('dns');
    expect(error.message).toContain('Cannot connect to host api.nowhere.invalid:443');
  });

  it('unreachable', async () => {
    const error = await rejection(make().get('http://255.255.255.255:81/'), NetworkError);
    expect(error.reason).toBe('unreachable');
    expect(error.message).toContain('Cannot connect to host 255.255.255.255:81');
  });

  it('a timeout says how long and in which phase', async () => {
    const clock = new VirtualClock();
    const client = make({ baseUrl: silent.url, clock, timeout: { headers: null } });
    const call = rejection(client.get('/'), TimeoutError);
    await silent.waitFor(() => silent.openConnections > 0);
    await clock.advance(30_000);
    const error = await call;
    expect(error.message).toContain('Request timed out after 30.0s');
    expect(error.message).toContain('(phase: total)');
  });

  it.each([
    [
      'Request interceptor failed',
      beforeRequest(() => {
        throw new Error('no session');
      }),
    ],
    [
      'Response interceptor failed',
      afterResponse(() => {
        throw new Error('no session');
      }),
    ],
  ])('%s', async (message, plugin) => {
    const error = await rejection(createClient({ plugins: [plugin] }).get(origin.url), InterceptorError);
    expect(error.message).toContain(message);
    expect(error.cause).toMatchObject({ message: 'no session' });
  });

  it('used before open()', async () => {
    const before = origin.requests.length;
    const client = make({ baseUrl: origin.url, lazyOpen: false, name: 'users' });
    const error = await rejection(client.get('users/1'), ClientNotOpenError);
    expect(error.message).toContain("'users' has not been opened");
    expect(origin.requests.length).toBe(before);
    await client.open();
    expect((await client.get('users/1')).status).toBe(200);
  });

  it('a certificate nobody vouches for, and the three fixes', async () => {
    const certificate = await selfSigned();
    await using server = await rawServer(
      async (connection) => {
        for await (const _ of connection.requests()) connection.respond();
      },
      { tls: certificate },
    );
    const error = await rejection(make().get(server.url), TlsError);
    expect(error.message).toContain(`Cannot connect to host 127.0.0.1:${server.port}`);
    expect(error.message).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');

    expect((await make({ tls: { ca: certificate.cert } }).get(server.url)).status).toBe(200);
    expect((await make({ tls: { verify: false } }).get(server.url)).status).toBe(200);
    const folder = await mkdtemp(join(tmpdir(), 'seeds-'));
    try {
      process.env['SSL_CERT_FILE'] = join(folder, 'ca.crt');
      await writeFile(process.env['SSL_CERT_FILE'], certificate.cert);
      expect((await make().get(server.url)).status).toBe(200);
      await rejection(make({ trustEnv: false }).get(server.url), TlsError);
    } finally {
      delete process.env['SSL_CERT_FILE'];
      await rm(folder, { recursive: true });
    }
  });

  it('a 407 of a plain response', async () => {
    const error = await rejection(make({ baseUrl: origin.url }).get('status/407'), ClientStatusError);
    expect(error.status).toBe(407);
    expect(error.message).toContain('HTTP 407: Proxy Authentication Required');
  });

  it.each([
    ['pool', { pool: 30 }],
    ['total', { total: 30 }],
  ] as const)('a full pool, phase %s', async (phase, timeout) => {
    const client = make({ baseUrl: silent.url, pool: { maxConnections: 1 } });
    // Else the two calls wait for the same opening, and either may come first.
    await client.open();
    const first = client.get('/').catch(() => {});
    const error = await rejection(client.get('/', { timeout }), TimeoutError);
    expect(error.phase).toBe(phase);
    expect(error.message).toContain('connection pool exhausted');
    expect(error.message).toContain('maxConnections');
    await client.close({ grace: 0 });
    await first;
  });
});

// INVARIANT: who searches the documents for the message of a seed finds its cause and its fix.
it.each([
  'Cannot connect to host api.example.com:443: connection refused',
  'Request timed out after 30.0s (phase: ',
  'Request interceptor failed',
  'Response interceptor failed',
  'has not been opened',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'HTTP 407: Proxy Authentication Required',
  'connection pool exhausted',
  'SSL_CERT_FILE',
])('docs/troubleshooting.md explains: %s', async (message) => {
  const document = new URL('../../../docs/troubleshooting.md', import.meta.url);
  expect(await readFile(document, 'utf8')).toContain(message);
});
