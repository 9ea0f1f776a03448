import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

import { Listening } from '../../../http-testing/src/fault-server/listening.ts';
import { tlsOptions, type ServerOptions } from './raw-server.ts';

export interface LoggedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawHeaders: readonly string[];
  /** Empty on a server with `streaming`. */
  readonly body: Buffer;
}

export interface HttpServerOptions extends ServerOptions {
  /** Calls the listener at the head, with the body left to it; else once the body is in the log. */
  readonly streaming?: boolean;
}

export type HttpServer = Listening<LoggedRequest>;
export type Listener = (
  request: IncomingMessage,
  response: ServerResponse,
  logged: LoggedRequest,
) => void | Promise<void>;

/** A `node:http` server, or `node:https` with `tls`, with a log of its requests. */
export async function httpServer(listener: Listener, options: HttpServerOptions = {}): Promise<HttpServer> {
  const tls = await tlsOptions(options.tls);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    if (options.streaming !== true) for await (const chunk of request) chunks.push(chunk as Buffer);
    const logged: LoggedRequest = {
      method: request.method ?? '',
      target: request.url ?? '',
      headers: request.headers,
      rawHeaders: request.rawHeaders,
      body: Buffer.concat(chunks),
    };
    listening.requests.push(logged);
    listening.changed();
    await listener(request, response, logged);
  };
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => {
      // A client that goes away in the middle of its upload is the client's business.
      if (!request.readableAborted) listening.errors.push(error);
      response.destroy();
    });
  };
  const server = tls === undefined ? createServer(onRequest) : createTlsServer(tls, onRequest);
  const listening = await Listening.start<LoggedRequest>(
    server,
    tls === undefined ? 'http' : 'https',
    options.host ?? '127.0.0.1',
  );
  return listening;
}
