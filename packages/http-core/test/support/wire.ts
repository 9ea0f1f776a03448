import { expectNothingLeft } from '../../../http-testing/src/fault-server/leak-check.ts';
import { defaultPool, type PoolSettings } from '../../src/options/pool.ts';
import { defaultTls, type TlsSettings } from '../../src/options/tls.ts';
import { SystemClock } from '../../src/time/system-clock.ts';
import type { GotTransport, GotTransportSettings } from '../../src/transport/got-transport.ts';
import type { WireRequest, WireResponse } from '../../src/transport/transport.ts';
import { type RawServer, rawServer, type Script, type ServerOptions } from './raw-server.ts';
import { underTest } from './transport-under-test.ts';

export interface TransportOptions extends Omit<Partial<GotTransportSettings>, 'pool' | 'tls'> {
  readonly pool?: Partial<PoolSettings>;
  readonly tls?: Partial<TlsSettings>;
}

/** A transport with the defaults of the client. */
export function makeTransport({ pool, tls, ...rest }: TransportOptions = {}): GotTransport {
  return underTest.transport.make({
    clock: new SystemClock(),
    ...rest,
    pool: { ...defaultPool, ...pool },
    tls: { ...defaultTls, ...tls },
  });
}

export interface SendOptions extends Partial<Omit<WireRequest, 'url' | 'headers'>> {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly signal?: AbortSignal;
}

/** One GET, collected up to a mebibyte, with limits that no test reaches. */
export function send(transport: GotTransport, url: string, given: SendOptions = {}): Promise<WireResponse> {
  // Own properties alone: some tests pollute Object.prototype.
  const { signal, headers, ...options }: SendOptions = Object.assign(Object.create(null), given);
  return transport.exchange({
    method: 'GET',
    body: undefined,
    collect: 2 ** 20,
    timeouts: { connect: 5_000, headers: 5_000, idle: 5_000 },
    onAbort(cancel) {
      if (signal === undefined) return;
      if (signal.aborted) cancel(signal.reason);
      else signal.addEventListener('abort', () => void cancel(signal.reason), { once: true });
    },
    ...options,
    url: new URL(url),
    headers: Object.assign(Object.create(null), headers),
  });
}

/** The same with the body left unread. */
export function open(transport: GotTransport, url: string, options: SendOptions = {}): Promise<WireResponse> {
  return send(transport, url, { ...options, collect: undefined });
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('did not reject');
}

export function textOf({ body }: WireResponse): string {
  if (!(body instanceof Uint8Array)) throw new TypeError('the body was not collected');
  return Buffer.from(body).toString();
}

export async function readAll(body: WireResponse['body']): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  if (body instanceof Uint8Array) chunks.push(body);
  else for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A server with that script and a transport, both gone afterwards and nothing left of them. */
export async function withServer(
  script: Script,
  run: (server: RawServer, transport: GotTransport) => Promise<void>,
  { tls, host, ...options }: TransportOptions & { readonly host?: string } = {},
): Promise<void> {
  const serverOptions: ServerOptions = { ...(host === undefined ? {} : { host }) };
  await using server = await rawServer(script, serverOptions);
  const transport = makeTransport(tls === undefined ? options : { ...options, tls });
  await transport.prepare();
  await expectNothingLeft(
    async () => {
      await run(server, transport);
      await transport.close();
    },
    { servers: [server] },
  );
}

/** A script that reads each request and answers with these bytes; then the connection stays open. */
export function answer(...bytes: readonly string[]): Script {
  return async (connection) => {
    for await (const _request of connection.requests()) for (const part of bytes) await connection.send(part);
  };
}
