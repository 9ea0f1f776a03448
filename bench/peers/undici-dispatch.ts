import type { Dispatcher } from 'undici';

import type { PeerDefinition } from './peer.ts';

/** Collects a response: what `undici.request` does, without its streams. */
class Collector implements Dispatcher.DispatchHandler {
  readonly #resolve: (body: Buffer) => void;
  readonly #reject: (error: Error) => void;
  readonly #chunks: Buffer[] = [];

  constructor(resolve: (body: Buffer) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }
  onRequestStart(): void {}
  onResponseStart(): void {}
  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }
  onResponseEnd(): void {
    const [first] = this.#chunks;
    this.#resolve(this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks));
  }
  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error);
  }
}

class Counter implements Dispatcher.DispatchHandler {
  readonly #resolve: (bytes: number) => void;
  readonly #reject: (error: Error) => void;
  #bytes = 0;

  constructor(resolve: (bytes: number) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }
  onRequestStart(): void {}
  onResponseStart(): void {}
  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.byteLength;
  }
  onResponseEnd(): void {
    this.#resolve(this.#bytes);
  }
  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error);
  }
}

const contentType = { 'content-type': 'application/json' };

export const undiciDispatch: PeerDefinition = {
  name: 'undici-dispatch',
  label: 'undici dispatch',
  packages: ['undici'],
  imports: ['undici'],
  settings: '`new Agent({ connections })`, a handler that collects the chunks, `JSON.parse`',
  async connect({ origin, connections }) {
    const { Agent } = await import('undici');
    const agent = new Agent({ connections });
    const collect = (options: Dispatcher.DispatchOptions): Promise<Buffer> =>
      new Promise((resolve, reject) => agent.dispatch(options, new Collector(resolve, reject)));
    return {
      get: async (path) => JSON.parse((await collect({ origin, path, method: 'GET' })).toString()) as unknown,
      async post(path, value) {
        const body = JSON.stringify(value);
        const answer = await collect({ origin, path, method: 'POST', body, headers: contentType });
        return JSON.parse(answer.toString()) as unknown;
      },
      download: (path) =>
        new Promise((resolve, reject) =>
          agent.dispatch({ origin, path, method: 'GET' }, new Counter(resolve, reject)),
        ),
      close: () => agent.close(),
    };
  },
};
