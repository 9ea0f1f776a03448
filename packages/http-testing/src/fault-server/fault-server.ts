import { createServer, type Server, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';

import { ConnectionEnded } from './byte-reader.ts';
import { type KeyAndCertificate, makeAuthority } from './certificates.ts';
import {
  type AnyScript,
  type ConnectionScript,
  needsNewConnection,
  type TlsSource,
  toScript,
} from './connection-script.ts';
import { Connection } from './connection.ts';
import { Handshakes } from './handshakes.ts';
import { Listening } from './listening.ts';
import type { RawRequest } from './read-request.ts';
import { respond } from './respond.ts';

/** The options of `faultServer`. */
export interface FaultServerOptions {
  /** Where to listen: `127.0.0.1` (default), `::1` or `localhost`. */
  readonly host?: string | undefined;
  /** `true` makes a certificate on the spot, of the authority that `ca` gives; that needs `@peculiar/x509`. */
  readonly tls?: true | KeyAndCertificate | TlsOptions | undefined;
  /** What every connection does for which nothing else is scripted; without it, each request is answered with 200. */
  readonly always?: AnyScript | undefined;
}

/** The certificate that a server gets which is only told to speak TLS. */
const ownCertificate: TlsSource = async () => (await makeAuthority()).issue();

/** A TCP or TLS server whose connections do what their scripts say. */
export class FaultServer extends Listening<RawRequest> {
  /** The authority to trust, for the `tls.ca` option of a client; only with `tls: true`. */
  readonly ca: string | undefined;
  readonly #tls: TlsSource | undefined;
  readonly #queue: ConnectionScript[] = [];
  readonly #handshakes = new Handshakes(() => this.changed());
  #always: ConnectionScript;
  #index = 0;

  private constructor(server: Server, options: FaultServerOptions, ca: string | undefined) {
    super(server, options.tls === undefined ? 'http' : 'https', options.host ?? '127.0.0.1');
    this.ca = ca;
    this.#tls = options.tls === true ? ownCertificate : options.tls;
    this.#always = toScript(options.always ?? respond(200));
    server.on('connection', (socket: Socket) => void this.#serve(socket));
  }

  static async open(options: FaultServerOptions): Promise<FaultServer> {
    const ca = options.tls === true ? (await makeAuthority()).cert : undefined;
    const opened = new FaultServer(createServer(), options, ca);
    await opened.listen();
    return opened;
  }

  /** Scripts for the next connections, one each, in this order; after `respond` also for the next request of the same one. */
  next(...scripts: readonly AnyScript[]): this {
    this.#queue.push(...scripts.map(toScript));
    return this;
  }

  /** What every connection does once the scripts of `next` are used up. */
  always(script: AnyScript): this {
    this.#always = toScript(script);
    return this;
  }

  /** How many scripts of `next` no connection has taken yet. */
  get pending(): number {
    return this.#queue.length;
  }

  async #serve(tcp: Socket): Promise<void> {
    let script = this.#take();
    let socket: Socket | undefined = tcp;
    try {
      if (script.pause !== undefined) await quiet(tcp, script.pause);
      const tls = script.tls ?? this.#tls;
      if (tls !== undefined && tls !== 'none') socket = await this.#handshakes.secure(tcp, tls);
      if (socket === undefined) return;
      let connection = this.#connect(socket, tcp);
      for (;;) {
        await script.run(connection);
        if (script.after === 'secure') {
          socket = await this.#handshakes.secure(connection.release(), ownCertificate);
          if (socket === undefined) return;
          connection = this.#connect(socket, tcp);
        } else if (script.after === 'shutDown') {
          this.stopListening();
          connection.end();
        }
        if (script.after !== 'secure' && script.after !== 'next') return;
        if (!(await connection.hasMore())) return;
        if (needsNewConnection(this.#queue[0] ?? this.#always)) {
          connection.end();
          return;
        }
        script = this.#take();
      }
    } catch (error) {
      if (!(error instanceof ConnectionEnded)) this.errors.push(error);
      socket?.destroy();
    }
  }

  #take(): ConnectionScript {
    const script = this.#queue.shift() ?? this.#always;
    this.changed();
    return script;
  }

  #connect(socket: Socket, tcp: Socket): Connection {
    const connection = new Connection(this.#index++, socket, tcp, (request) => {
      this.requests.push(request);
      this.changed();
    });
    socket.on('data', () => this.changed());
    return connection;
  }
}

/** Starts a server on a free port of this machine whose connections do what they are told. */
export function faultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  return FaultServer.open(options);
}

function quiet(tcp: Socket, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      tcp.off('close', settle);
      resolve();
    };
    const timer = setTimeout(settle, milliseconds);
    tcp.once('close', settle);
  });
}
