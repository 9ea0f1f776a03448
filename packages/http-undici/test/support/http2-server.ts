import {
  createSecureServer,
  type IncomingHttpHeaders,
  type SecureServerOptions,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

import { createClient, type ClientOptions } from '@x/http-core';

import { makeAuthority } from '../../../http-testing/src/fault-server/certificates.ts';
import { expectNothingLeft } from '../../../http-testing/src/fault-server/leak-check.ts';
import { undici } from '../../src/index.ts';
import { loadUndici } from '../../src/undici-runtime.ts';

export type Answer = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/** A server that speaks HTTP/2 over TLS, by way of Node. */
export interface Http2Server extends AsyncDisposable {
  readonly origin: string;
  readonly ca: string;
  /** Every session that there has been. */
  readonly sessions: ServerHttp2Session[];
  readonly openConnections: number;
}

export async function http2Server(answer: Answer, options: SecureServerOptions = {}): Promise<Http2Server> {
  const authority = await makeAuthority();
  const server = createSecureServer({ ...(await authority.issue()), ...options });
  const sessions: ServerHttp2Session[] = [];
  let openConnections = 0;
  server.on('secureConnection', (socket) => {
    openConnections++;
    socket.on('error', () => {});
    socket.on('close', () => openConnections--);
  });
  server.on('session', (session) => {
    sessions.push(session);
    session.on('error', () => {});
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    answer(stream, headers);
  });
  server.on('request', (request, response) => {
    if (request.httpVersion === '1.1') response.end('over HTTP/1.1');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: authority.cert,
    sessions,
    get openConnections() {
      return openConnections;
    },
    [Symbol.asyncDispose]: () => {
      for (const session of sessions) session.destroy();
      return new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

/** A client that offers HTTP/2. */
export function http2Client(
  server: Pick<Http2Server, 'origin' | 'ca'>,
  options: Omit<ClientOptions, 'plugins'> = {},
) {
  const own = { baseUrl: server.origin, tls: { ca: server.ca }, http2: true, trustEnv: false };
  return createClient({ ...own, ...options, plugins: [undici()] });
}

export type Http2Client = ReturnType<typeof http2Client>;

/** Runs the case with such a server and such a client; nothing may be left of it. */
export async function withHttp2(
  answer: Answer,
  run: (client: Http2Client, server: Http2Server) => Promise<void>,
  options: Omit<ClientOptions, 'plugins'> = {},
  serverOptions: SecureServerOptions = {},
): Promise<void> {
  await using server = await http2Server(answer, serverOptions);
  await Promise.all([loadUndici(), import('node:zlib')]);
  await expectNothingLeft(
    async () => {
      const client = http2Client(server, options);
      try {
        await run(client, server);
      } finally {
        await client.close({ grace: 0 });
      }
    },
    { servers: [server] },
  );
}
