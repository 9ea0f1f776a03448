import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A port to connect to in vain. */
export interface BlackHole extends AsyncDisposable {
  readonly port: number;
  readonly origin: string;
  readonly url: string;
  close(): Promise<void>;
}

// Listens and then blocks its event loop, so that nobody ever accepts.
const listener = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(workerData, 0, 0);
    process.exit();
  });
`;

/** A port whose backlog is full and that never accepts: a SYN to it gets no answer. Linux. */
export async function blackHole(): Promise<BlackHole> {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(listener, { eval: true, workerData: gate });
  const [port] = (await once(worker, 'message')) as [number];
  worker.unref();
  // A backlog of n holds n + 1 connections.
  const fillers = await Promise.all([filler(port), filler(port)]);
  const close = async () => {
    for (const socket of fillers) socket.destroy();
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    await worker.terminate();
  };
  const origin = `http://127.0.0.1:${port}`;
  return { port, origin, url: origin, close, [Symbol.asyncDispose]: close };
}

async function filler(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => {});
  return socket;
}
