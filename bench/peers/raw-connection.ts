import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const headEnd = Buffer.from('\r\n\r\n');

interface Exchange {
  readonly keep: boolean;
  readonly resolve: (body: { byteLength: number; toString(): string }) => void;
  readonly reject: (error: Error) => void;
  readonly chunks: Buffer[];
  left: number;
  length: number;
}

/** One keep-alive connection that reads nothing of an answer but `content-length` and `connection`. */
export class RawConnection {
  readonly #socket: Socket;
  #exchange: Exchange | undefined;
  isOpen = true;

  constructor({ protocol, hostname, port }: URL) {
    const target = { host: hostname, port: Number(port) };
    this.#socket = protocol === 'https:' ? connectTls(target) : connect(target);
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('The connection closed')));
  }

  exchange(request: Buffer, keep: boolean): Promise<{ byteLength: number; toString(): string }> {
    return new Promise((resolve, reject) => {
      this.#exchange = { keep, resolve, reject, chunks: [], left: -1, length: 0 };
      this.#socket.write(request);
    });
  }

  destroy(): void {
    this.isOpen = false;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    let body = chunk;
    if (exchange.left === -1) {
      // Heads of the origin never arrive in pieces.
      const end = chunk.indexOf(headEnd);
      const head = chunk.toString('latin1', 0, end);
      const at = head.indexOf('content-length: ') + 16;
      const line = head.indexOf('\r', at);
      exchange.length = Number(head.slice(at, line === -1 ? undefined : line));
      exchange.left = exchange.length;
      if (head.includes('connection: close')) this.isOpen = false;
      body = chunk.subarray(end + headEnd.byteLength);
    }
    exchange.left -= body.byteLength;
    if (exchange.keep) exchange.chunks.push(body);
    if (exchange.left > 0) return;
    this.#exchange = undefined;
    const whole = exchange.chunks.length === 1 ? body : Buffer.concat(exchange.chunks);
    exchange.resolve(exchange.keep ? whole : { byteLength: exchange.length });
  }

  #fail(error: Error): void {
    this.isOpen = false;
    this.#exchange?.reject(error);
    this.#exchange = undefined;
  }
}
