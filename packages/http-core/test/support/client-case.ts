import { expectNothingLeft } from '../../../http-testing/src/fault-server/leak-check.ts';
import type { Client } from '../../src/client.ts';
import { createClient } from '../../src/create-client.ts';
import type { ClientOptions } from '../../src/options/client-options.ts';
import type { HttpResponse } from '../../src/response.ts';
import type { GotOptions } from '../../src/transport/got-settings.ts';
import { type RawServer, rawServer, type Script, type ServerOptions } from './raw-server.ts';
import { underTest } from './transport-under-test.ts';

/** A client of the transport under test. */
export type WireClient = Client<{}, readonly []>;

export interface ClientCaseOptions extends Omit<ClientOptions, 'plugins'>, GotOptions {
  /** Of the server; with `tls: true` the client trusts it. */
  readonly server?: ServerOptions;
  readonly signals?: readonly AbortSignal[];
}

/** A client with the server's origin as its base, of the transport under test with that look-up. */
export function clientOf(baseUrl: string, { lookup, ...options }: ClientCaseOptions = {}): WireClient {
  const { server: _server, signals: _signals, ...own } = options;
  const plugins = [underTest.transport.plugin(lookup === undefined ? {} : { lookup })];
  return createClient({ baseUrl, trustEnv: false, ...own, plugins });
}

/** Runs the case with a server of that script and a client; both are closed, and nothing may be left 250 ms later. */
export async function withClient(
  script: Script,
  run: (client: WireClient, server: RawServer) => Promise<void>,
  options: ClientCaseOptions = {},
): Promise<void> {
  await using server = await rawServer(script, options.server);
  await withClientOf(server, run, options);
}

/** The same with a server that the test has made. */
export async function withClientOf<S extends { readonly origin: string; readonly openConnections: number }>(
  server: S,
  run: (client: WireClient, server: S) => Promise<void>,
  { signals = [], ...options }: ClientCaseOptions = {},
): Promise<void> {
  const tls = await trusting(server.origin, options);
  // What is loaded on first use is no leak.
  await Promise.all([underTest.transport.load(), import('node:zlib')]);
  await expectNothingLeft(
    async () => {
      const client = clientOf(server.origin, { ...options, ...tls });
      try {
        await run(client, server);
      } finally {
        await client.close({ grace: 0 });
      }
    },
    { servers: [server], signals },
  );
}

async function trusting(origin: string, { tls }: ClientCaseOptions): Promise<Pick<ClientOptions, 'tls'>> {
  if (!origin.startsWith('https:') || tls !== undefined) return tls === undefined ? {} : { tls };
  const { makeAuthority } = await import('../../../http-testing/src/fault-server/certificates.ts');
  return { tls: { ca: (await makeAuthority()).cert } };
}

/** The rest of a streamed response. */
export async function readStream(response: HttpResponse): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A raw response head and body; the length is the body's unless given. */
export function raw(headers: readonly string[], body: string | Uint8Array = '', status = '200 OK'): Buffer {
  const framed = headers.some((line) => /^(content-length|transfer-encoding):/i.test(line));
  const length = framed ? [] : [`content-length: ${Buffer.byteLength(body)}`];
  const head = [`HTTP/1.1 ${status}`, ...headers, ...length, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body as string)]);
}

/** A script that answers each request with these bytes. */
export function answering(...parts: readonly (string | Uint8Array)[]): Script {
  return async (connection) => {
    for await (const _request of connection.requests()) for (const part of parts) connection.write(part);
  };
}
