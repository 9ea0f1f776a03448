import { connect, type Socket } from 'node:net';

import { ByteReader } from './byte-reader.ts';
import { readBody, readHead, type RawRequest, type RawRequestHead } from './read-request.ts';
import { resetSocket } from './reset-socket.ts';

/** A response of a `Connection`. */
export interface RespondOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  /** Leaves the body out, for an answer to HEAD. */
  readonly isHead?: boolean;
}

/** One accepted socket of a fault server, in the hands of a script. */
export class Connection {
  /** From 0, in the order of acceptance. */
  readonly index: number;
  /** The TLS socket where there is TLS. */
  readonly socket: Socket;
  /** Resolves when the socket is closed, by whom ever. */
  readonly closed: Promise<void>;
  readonly #tcp: Socket;
  readonly #reader = new ByteReader();
  readonly #onRequest: (request: RawRequest) => void;

  constructor(index: number, socket: Socket, tcp: Socket, onRequest: (request: RawRequest) => void) {
    this.index = index;
    this.socket = socket;
    this.#tcp = tcp;
    this.#onRequest = onRequest;
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#reader.end();
        resolve();
      });
    });
    socket.on('data', (chunk: Buffer) => this.#reader.push(chunk));
    socket.on('end', () => this.#reader.end());
    // A peer that resets is an ordinary event here; `closed` tells it.
    socket.on('error', () => {});
  }

  get bytesRead(): number {
    return this.socket.bytesRead;
  }

  get bytesWritten(): number {
    return this.socket.bytesWritten;
  }

  /** Bytes that have come and were taken by no `request()` or `bytes()`. */
  get unread(): Buffer {
    return this.#reader.available;
  }

  /** The next request, its body included. Rejects with `ConnectionEnded` when the peer closes before that. */
  async request(): Promise<RawRequest> {
    return this.body(await this.head());
  }

  /** The head of the next request; its body waits for `body(head)`. */
  head(): Promise<RawRequestHead> {
    return readHead(this.#reader);
  }

  async body(head: RawRequestHead): Promise<RawRequest> {
    const request = await readBody(this.#reader, head);
    this.#onRequest(request);
    return request;
  }

  /** Every request until the peer closes. */
  async *requests(): AsyncGenerator<RawRequest, void, undefined> {
    while (await this.#reader.hasMore()) yield await this.request();
  }

  /** Whether something has come to be taken; `false` once the peer has closed and nothing is left. */
  hasMore(): Promise<boolean> {
    return this.#reader.hasMore();
  }

  /** `true` after so many milliseconds, `false` as soon as the connection is gone. */
  wait(milliseconds: number): Promise<boolean> {
    if (this.socket.destroyed) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds, true);
      void this.closed.then(() => {
        clearTimeout(timer);
        resolve(false);
      });
    });
  }

  /** Exactly so many bytes, for protocols that are not HTTP. */
  bytes(count: number): Promise<Buffer> {
    return this.#reader.bytes(count);
  }

  write(data: string | Uint8Array): void {
    if (this.socket.writable) this.socket.write(data);
  }

  /** Resolves when the system has taken the data: `true`; or the connection is gone: `false`. */
  send(data: string | Uint8Array): Promise<boolean> {
    if (!this.socket.writable) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.socket.write(data, (error) => resolve(error == null));
      void this.closed.then(() => resolve(false));
    });
  }

  /** A well-formed response with `content-length`. */
  respond({ status = 200, headers = {}, body = '', isHead = false }: RespondOptions = {}): void {
    const lines = [`HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Status'}`];
    for (const [name, value] of Object.entries(headers)) {
      for (const single of typeof value === 'string' ? [value] : value) lines.push(`${name}: ${single}`);
    }
    lines.push(`content-length: ${Buffer.byteLength(body)}`);
    const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    this.write(isHead ? head : Buffer.concat([head, Buffer.from(body)]));
  }

  /** FIN; under TLS after a `close_notify`. */
  end(data?: string | Uint8Array): void {
    if (data === undefined) this.socket.end();
    else this.socket.end(data);
  }

  /** FIN without a `close_notify` once what was written is out; the same as `end` without TLS. */
  cut(): void {
    this.#tcp.end();
  }

  /** RST. */
  reset(): void {
    resetSocket(this.#tcp, this.socket);
  }

  /** Reads no more, so that the peer's upload comes to a stand-still. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** Gives the socket away, for another protocol on top of it; nothing of it is read here any more. */
  release(): Socket {
    this.socket.removeAllListeners('data');
    this.socket.pause();
    return this.socket;
  }

  /** After a CONNECT: bytes go to and fro between the peer and that port. */
  async tunnel(port: number, host = '127.0.0.1'): Promise<void> {
    const target = connect(port, host);
    // A reset goes through as one, a FIN after what came before it.
    target.on('error', () => this.reset());
    this.socket.on('error', () => resetSocket(target));
    this.socket.on('close', () => target.destroy());
    target.on('close', () => this.socket.destroySoon());
    this.socket.removeAllListeners('data');
    target.write(await this.#reader.bytes(this.unread.length));
    this.socket.pipe(target).pipe(this.socket);
  }
}
