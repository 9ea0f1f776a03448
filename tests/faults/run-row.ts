import {
  type AnyPlugin,
  classify,
  type Client,
  type ClientOptions,
  createClient,
  type HttpResponse,
  isClientError,
} from '@x/http-core';
import { proxy } from '@x/http-proxy';
import {
  blackHole,
  closedPort,
  expectNothingLeft,
  faultServer,
  type FaultServer,
  makeAuthority,
  respond,
} from '@x/http-testing';

import type { OpenServer, Route } from './routes.ts';
import type { Expected, Row } from './row.ts';
import type { TransportUnderTest } from './transports.ts';

type PlainClient = Client<{}, readonly []>;

/** What a call came to, in the words of the table. */
export type Verdict = Readonly<Record<string, unknown>>;

/** No row is to run into these unless it is about them. */
const patient = { connect: 4_000, headers: 4_000, idle: 4_000, total: 8_000 };
const columns = { safe: 'S', idempotent: 'I', never: 'N' } as const;
const details = ['reason', 'phase', 'status', 'proxyStatus', 'sent', 'reused', 'responseStarted'] as const;

export interface RunOptions {
  /** Plugins beside the transport and the proxy. */
  readonly policies?: readonly AnyPlugin[];
  /** Reads the body as a stream. */
  readonly isStreamed?: boolean;
}

/** One case: the row's call, then one that must get its own answer, and nothing left of either. */
export function runRow(
  row: Row,
  transport: TransportUnderTest,
  route: Route,
  { policies, isStreamed }: RunOptions = {},
): Promise<Verdict> {
  const watch: Watch = (run, servers) => expectNothingLeft(run, { servers });
  return prepareRow(row, transport, route, watch, policies, isStreamed);
}

/** A call that succeeds: what is loaded or opened at the first one is no leak. */
export async function warmUp(transport: TransportUnderTest, route: Route): Promise<void> {
  await prepareRow({ name: 'warm-up', tls: true, expected: { status: 200 } }, transport, route, (run) =>
    run(),
  );
}

type Watch = (run: () => Promise<Verdict>, servers: readonly OpenServer[]) => Promise<Verdict>;

async function prepareRow(
  row: Row,
  transport: TransportUnderTest,
  route: Route,
  watch: Watch,
  policies: readonly AnyPlugin[] = [],
  isStreamed = false,
): Promise<Verdict> {
  const ca = (await makeAuthority()).cert;
  const isTls = row.tls === true || route.tls;
  const always = respond(200, { body: 'good' });
  await using server = await faultServer({ ...(isTls ? { tls: true } : {}), always });
  server.next(...(row.scripts ?? []));
  await using hole = row.hole === 'black' ? await blackHole() : undefined;
  const closed = row.hole === 'closed' ? await closedPort() : undefined;
  await using way = await openWay(row, route, server);
  const baseUrl = (hole ?? closed)?.origin ?? server.origin;
  const plugins: AnyPlugin[] = [transport.make(row.lookup === undefined ? {} : { lookup: row.lookup })];
  if (way !== undefined) plugins.push(proxy(way.url));
  plugins.push(...policies);
  const http2 = row.http2 === true ? { http2: true } : {};
  const servers = way === undefined ? [server] : [server, way.server];
  return await watch(async () => {
    const client = plainClient({ ...http2, baseUrl, tls: { ca }, timeout: patient, ...row.client, plugins });
    try {
      const taken = () => server.waitFor(() => server.pending === 0);
      const verdict = await callOf(row, client, isStreamed, taken);
      if (row.settles === true) await server.waitFor(() => server.openConnections === 0);
      if (row.letsGo === true) for (const one of servers) one.disconnect();
      if (row.hole === undefined && row.proxy === undefined && row.lookup === undefined) {
        await expectOwnAnswer(client);
      }
      const sends = server.requests.filter(({ target }) => target.includes('/row')).length;
      if (sends > (row.sends ?? 1)) throw new Error(`the request reached the origin ${sends} times`);
      return verdict;
    } finally {
      await client.close({ grace: 0 });
    }
  }, servers);
}

async function openWay(row: Row, route: Route, server: FaultServer) {
  if (row.proxy === undefined) return route.open(() => server.port);
  const { scheme, script } = row.proxy;
  if (script === 'closed') {
    const { port, origin } = await closedPort();
    const gone = { openConnections: 0, origin, disconnect() {} };
    return { url: `${scheme}://127.0.0.1:${port}`, server: gone, [Symbol.asyncDispose]: async () => {} };
  }
  const standIn = await faultServer({ always: script });
  return {
    url: `${scheme}://127.0.0.1:${standIn.port}`,
    server: standIn,
    [Symbol.asyncDispose]: () => standIn.close(),
  };
}

async function callOf(
  row: Row,
  client: PlainClient,
  isStreamed: boolean,
  taken: () => Promise<void>,
): Promise<Verdict> {
  for (let count = 0; count < (row.before ?? 0); count++) await client.get('/before');
  const abort = new AbortController();
  const reason = new Error('the caller has lost interest');
  const { method = 'GET', abortAfter } = row;
  const call = abortAfter === undefined ? row.call : { ...row.call, signal: abort.signal };
  if (abortAfter === 0) abort.abort(reason);
  else if (abortAfter !== undefined) {
    // An abort that comes before the fault has begun would leave it to the next call.
    void taken().then(() => setTimeout(() => abort.abort(reason), abortAfter));
  }
  try {
    const response = await (isStreamed
      ? client.stream(method, '/row', call)
      : client.request(method, '/row', call));
    const text =
      row.reads === 'json' ? JSON.stringify(await response.json()) : await textOf(response, isStreamed);
    return { status: response.status, text, attempts: response.attempts.length };
  } catch (thrown) {
    if (thrown === reason) return { aborted: true };
    if (!isClientError(thrown)) throw thrown;
    const error = thrown as unknown as Readonly<Record<string, unknown>>;
    return {
      error: thrown.name,
      retry: columns[classify(thrown).retry],
      message: thrown.message,
      attempts: thrown.attempts.length,
      ...Object.fromEntries(details.map((name) => [name, error[name]])),
    };
  }
}

async function textOf(response: HttpResponse, isStreamed: boolean): Promise<string> {
  if (!isStreamed) return response.text();
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A connection that a fault has spoilt must not carry the next call. */
async function expectOwnAnswer(client: PlainClient): Promise<void> {
  const text = await client.get('/next').text();
  if (text !== 'good') throw new Error(`the next call got ${JSON.stringify(text.slice(0, 100))}`);
}

function plainClient(options: ClientOptions): PlainClient {
  const client: unknown = createClient({ trustEnv: false, ...options });
  return client as PlainClient;
}

/** What of a verdict a row says something about. */
export function expectedOf(expected: Expected): Verdict {
  return Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined));
}
