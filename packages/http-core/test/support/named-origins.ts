import { makeAuthority } from '../../../http-testing/src/fault-server/certificates.ts';
import type { RespondOptions } from '../../../http-testing/src/fault-server/connection.ts';
import { expectNothingLeft } from '../../../http-testing/src/fault-server/leak-check.ts';
import type { RawRequest } from '../../../http-testing/src/fault-server/read-request.ts';
import type { Client } from '../../src/client.ts';
import { createClient } from '../../src/create-client.ts';
import type { ClientOptions } from '../../src/options/client-options.ts';
import type { AnyPlugin } from '../../src/plugin.ts';
import type { Lookup } from '../../src/transport/dns-cache.ts';
import { type RawServer, rawServer, type Script } from './raw-server.ts';
import { underTest } from './transport-under-test.ts';

/** Names that the certificate of `startServers` is good for; every name leads to 127.0.0.1. */
export const names = ['a.test', 'sub.a.test', 'b.test'] as const;
export type Name = (typeof names)[number];

const everywhere: Lookup = (_name, _options, callback) =>
  callback(null, [{ address: '127.0.0.1', family: 4 }]);

/** What a server answers; `undefined` for a 200 without a body. */
export type Route = (request: RawRequest) => RespondOptions | undefined;

/** A script that answers every request by `route`. */
export function routing(route: Route): Script {
  return async (connection) => {
    for await (const request of connection.requests()) connection.respond(route(request));
  };
}

/** A server that goes by every name. */
export interface NamedServer extends RawServer {
  at(name: Name): string;
}

/** With `isSecure` it speaks TLS, by a certificate that the clients here trust. */
export async function namedServer(script: Script, isSecure = false): Promise<NamedServer> {
  const tls = isSecure ? { tls: await (await makeAuthority()).issue({ names }) } : {};
  const server = await rawServer(script, tls);
  const scheme = isSecure ? 'https' : 'http';
  return Object.assign(server, { at: (name: Name) => `${scheme}://${name}:${server.port}` });
}

export interface NamedCase extends Omit<ClientOptions, 'plugins'> {
  readonly plugins?: readonly AnyPlugin[];
  /** Must be without connections at the end. */
  readonly servers: readonly RawServer[];
}

/** Runs the case with a client to which every name is 127.0.0.1, closes it, and fails when anything is left. */
export async function withNamedClient<T>(
  { servers, plugins = [], ...options }: NamedCase,
  run: (client: Client<{}, readonly []>) => Promise<T>,
): Promise<T> {
  const { cert } = await makeAuthority();
  // What is loaded on first use is no leak.
  await Promise.all([underTest.transport.load(), import('node:zlib')]);
  return expectNothingLeft(
    async () => {
      const client = createClient({
        trustEnv: false,
        tls: { ca: cert },
        ...options,
        plugins: [underTest.transport.plugin({ lookup: everywhere }), ...plugins],
      }) as unknown as Client<{}, readonly []>;
      try {
        return await run(client);
      } finally {
        await client.close({ grace: 0 });
      }
    },
    { servers },
  );
}

/** What the promise rejects with; fails when it does not. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('did not reject');
}
