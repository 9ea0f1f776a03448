import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';

import type { Connection } from '../../../http-testing/src/fault-server/connection.ts';
import type { Listening } from '../../../http-testing/src/fault-server/listening.ts';
import type { RawRequest } from '../../../http-testing/src/fault-server/read-request.ts';

/** A proxy of the tests. It takes every name for this machine, which no resolver here would do. */
export interface FakeProxy extends AsyncDisposable {
  /** Without credentials. */
  readonly url: string;
  readonly server: Listening<RawRequest>;
  /** What it was asked to connect to, `host:port` each, in order; requests that it forwarded included. */
  readonly targets: string[];
  /** Connections that it opened to an origin. */
  readonly upstream: number;
}

/** What every kind of fake proxy keeps. */
export class Upstream implements FakeProxy {
  readonly targets: string[] = [];
  readonly server: Listening<RawRequest>;
  readonly #scheme: string | undefined;
  upstream = 0;

  constructor(server: Listening<RawRequest>, scheme?: string) {
    this.server = server;
    this.#scheme = scheme;
  }

  get url(): string {
    const { origin, port } = this.server;
    return this.#scheme === undefined ? origin : `${this.#scheme}://127.0.0.1:${port}`;
  }

  tunnel(connection: Connection, target: string): Promise<void> {
    this.targets.push(target);
    this.upstream++;
    return connection.tunnel(Number(target.slice(target.lastIndexOf(':') + 1)));
  }

  /** One request in absolute form, on a connection of its own; the headers for the proxy stay here. */
  async forward(connection: Connection, { method, target, headers, body }: RawRequest): Promise<void> {
    const { host, port, pathname, search } = new URL(target);
    this.targets.push(`${host}${port === '' ? ':80' : ''}`);
    this.upstream++;
    const own = Object.entries(headers).filter(([name]) => name !== 'proxy-authorization');
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port: Number(port),
      path: pathname + search,
      method,
      headers: { ...Object.fromEntries(own), host },
      agent: false,
    });
    outgoing.end(body);
    try {
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const kept = Object.entries(response.headers).filter(
        ([name]) => !/^(connection|keep-alive|transfer-encoding|content-length)$/.test(name),
      );
      connection.respond({
        status: response.statusCode ?? 500,
        headers: Object.fromEntries(kept) as Record<string, string>,
        body: Buffer.concat(chunks),
      });
    } catch {
      connection.respond({ status: 502 });
    }
  }

  close(): Promise<void> {
    return this.server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
