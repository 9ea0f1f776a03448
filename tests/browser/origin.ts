import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** What the scenarios call, beside the page that they run in. */
export class Origin implements AsyncDisposable {
  readonly #server: Server;
  readonly #script: string;
  readonly #hanging: ServerResponse[] = [];
  #wakeHanging: (() => void) | undefined;
  #flaky = 0;

  private constructor(script: string) {
    this.#script = script;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(script: string): Promise<Origin> {
    const origin = new Origin(script);
    origin.#server.listen(0, '127.0.0.1');
    await once(origin.#server, 'listening');
    return origin;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const json = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    switch (request.url) {
      case '/':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<script src="script.js"></script>');
        return;
      case '/script.js':
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(this.#script);
        return;
      case '/users/1':
        return json(200, { id: 1, name: 'Ada' });
      case '/gzip':
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('packed'));
        return;
      case '/flaky':
        return json(++this.#flaky % 3 === 0 ? 200 : 503, {});
      case '/echo':
        response.writeHead(200);
        request.pipe(response);
        return;
      case '/chunks':
        response.write('x'.repeat(1000));
        response.end('y'.repeat(234));
        return;
      case '/half':
        response.writeHead(200, { 'content-length': '10' }).write('12345');
        return;
      case '/hang':
        this.#hanging.push(response);
        this.#wakeHanging?.();
        return;
      case '/hanging':
        if (this.#hanging.every(({ destroyed }) => destroyed)) {
          await new Promise<void>((resolve) => (this.#wakeHanging = resolve));
        }
        response.end('yes');
        return;
      default:
        return json(404, { error: 'nothing here' });
    }
  }
}
