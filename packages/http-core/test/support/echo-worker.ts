import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

// A realm of its own: what a test does to Object.prototype does not reach the server.
const server = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:http').createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      if (request.url === '/moved') response.writeHead(307, { location: '/landed' });
      const { method, url, rawHeaders } = request;
      response.end(JSON.stringify({ method, url, rawHeaders, body }));
    });
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

export interface EchoWorker extends AsyncDisposable {
  readonly origin: string;
}

/** A server in a thread of its own that answers every request with what it saw of it; `/moved` redirects by a 307. */
export async function echoWorker(): Promise<EchoWorker> {
  const worker = new Worker(server, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  worker.unref();
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
