import { connect, createServer, type Server, type Socket } from 'node:net';

import { Listening } from '../listening.ts';
import { resetSocket } from '../reset-socket.ts';
import { RelayLink } from './relay-link.ts';
import type { Toxic } from './toxic.ts';

/** `downstream` is what the server says to the client, `upstream` the other way. */
export type RelayDirection = 'downstream' | 'upstream';

/** The options of `relay`. */
export interface RelayOptions {
  /** The origin of the server behind it, such as `https://127.0.0.1:8443`; its TLS passes as it is. */
  readonly target: string;
  readonly toxics?: readonly Toxic[] | undefined;
  /** Which way the toxics act: `downstream` unless told otherwise. */
  readonly direction?: RelayDirection | undefined;
}

/** Takes bytes to and fro between its clients and another server, through toxics that may change at any time. */
export class Relay extends Listening<never> {
  readonly #toxics: Record<RelayDirection, readonly Toxic[]> = { downstream: [], upstream: [] };
  readonly #links: Readonly<Record<RelayDirection, Set<RelayLink>>> = {
    downstream: new Set(),
    upstream: new Set(),
  };

  private constructor(server: Server, target: URL) {
    super(server, target.protocol.slice(0, -1), '127.0.0.1');
    const port = Number(target.port === '' ? (target.protocol === 'https:' ? 443 : 80) : target.port);
    server.on('connection', (client: Socket) => this.#connect(client, port, target.hostname));
  }

  static async open({ target, toxics = [], direction = 'downstream' }: RelayOptions): Promise<Relay> {
    const relay = new Relay(createServer({ allowHalfOpen: true }), new URL(target));
    relay.use(toxics, direction);
    await relay.listen();
    return relay;
  }

  /** These act that way from now on, on open connections too, in place of those before; none is an honest relay. */
  use(toxics: readonly Toxic[], direction: RelayDirection = 'downstream'): this {
    this.#toxics[direction] = toxics;
    for (const link of this.#links[direction]) link.use(toxics);
    return this;
  }

  #connect(client: Socket, port: number, host: string): void {
    const target = connect({ port, host: host.replaceAll(/[[\]]/g, ''), allowHalfOpen: true });
    // A side that resets resets the other.
    target.on('error', () => resetSocket(client));
    client.on('error', () => resetSocket(target));
    target.once('close', () => client.destroySoon());
    client.once('close', () => target.destroySoon());
    this.#link(client, target, 'upstream');
    this.#link(target, client, 'downstream');
  }

  #link(source: Socket, sink: Socket, direction: RelayDirection): void {
    const links = this.#links[direction];
    const link = new RelayLink(source, sink);
    links.add(link);
    sink.once('close', () => links.delete(link));
    link.use(this.#toxics[direction]);
  }
}

/** Starts a relay in front of that server. */
export function relay(options: RelayOptions): Promise<Relay> {
  return Relay.open(options);
}
