import { definePlugin, type Plugin } from '../../src/plugin.ts';
import type { Transport, WireRequest, WireResponse } from '../../src/transport/transport.ts';

/** What the script answers one exchange with. */
export interface Answer {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
}

export type Script = (request: WireRequest, index: number) => Answer | Promise<Answer> | undefined;

/** A transport without a wire, for what the chain does around it. */
export interface FakeTransport extends Plugin<'fake'> {
  /** Every exchange that was begun, in order. */
  readonly requests: WireRequest[];
  /** How often the transport was closed. */
  readonly closed: number;
  /** How many unread bodies were destroyed. */
  readonly destroyed: number;
}

export interface FakeOptions {
  readonly features?: Transport['features'];
  readonly name?: string;
}

/** Answers with what `script` returns, 200 without a body when it returns nothing; an abort rejects at once. */
export function fakeTransport(script: Script = () => undefined, options: FakeOptions = {}): FakeTransport {
  const state = { requests: [] as WireRequest[], closed: 0, destroyed: 0 };
  const own: FakeOptions = Object.assign(Object.create(null), options);
  const transport: Transport = {
    name: own.name ?? 'fake',
    features: own.features ?? new Set(),
    exchange: (request) =>
      new Promise((resolve, reject) => {
        let isAborted = false;
        request.onAbort((reason) => {
          isAborted = true;
          reject(reason);
        });
        if (isAborted) return;
        const index = state.requests.push(request) - 1;
        const answer = async () => script(request, index);
        answer().then((given) => resolve(toWire(request, given ?? {}, () => void state.destroyed++)), reject);
      }),
    close: async () => void state.closed++,
  };
  const plugin = definePlugin({
    name: 'fake',
    contract: 1,
    setup: () => ({ transport, callOptions: {} }),
  });
  return Object.defineProperties(plugin, {
    requests: { get: () => state.requests },
    closed: { get: () => state.closed },
    destroyed: { get: () => state.destroyed },
  }) as FakeTransport;
}

function toWire(request: WireRequest, answer: Answer, onDestroy: () => void): WireResponse {
  const own: Answer = Object.assign(Object.create(null), answer);
  const { status = 200, statusText = '', headers = {}, body = '' } = own;
  const rawHeaders = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [name, value] : value.flatMap((one) => [name, one]),
  );
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const limit = request.collectFor === undefined ? request.collect : request.collectFor(status, rawHeaders);
  const isCollected = bytes instanceof Uint8Array && limit !== undefined;
  return {
    status,
    statusText,
    rawHeaders,
    httpVersion: '1.1',
    body: isCollected ? bytes : bytes instanceof Uint8Array ? once(bytes) : bytes,
    destroy: onDestroy,
    timings: { total: 1 },
    isReusedSocket: false,
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  if (bytes.byteLength > 0) yield bytes;
}

/** A body in the hands of the test: chunks come when they are pushed. */
export function openBody(): {
  readonly body: AsyncIterable<Uint8Array>;
  push(text: string): void;
  end(): void;
  fail(error: unknown): void;
  readonly isReturned: () => boolean;
} {
  const queue: IteratorResult<Uint8Array, undefined>[] = [];
  const waiting: PromiseWithResolvers<IteratorResult<Uint8Array, undefined>>[] = [];
  let failure: { readonly error: unknown } | undefined;
  let isReturned = false;
  const give = (result: IteratorResult<Uint8Array, undefined>): void => {
    const reader = waiting.shift();
    if (reader === undefined) queue.push(result);
    else reader.resolve(result);
  };
  const iterator: AsyncIterator<Uint8Array, undefined> & AsyncIterable<Uint8Array> = {
    next() {
      const result = queue.shift();
      if (result !== undefined) return Promise.resolve(result);
      if (failure !== undefined) return Promise.reject(failure.error);
      const reader = Promise.withResolvers<IteratorResult<Uint8Array, undefined>>();
      waiting.push(reader);
      return reader.promise;
    },
    async return() {
      isReturned = true;
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  return {
    body: iterator,
    push: (text) => give({ done: false, value: new TextEncoder().encode(text) }),
    end: () => give({ done: true, value: undefined }),
    fail(error) {
      failure = { error };
      for (const reader of waiting.splice(0)) reader.reject(error);
    },
    isReturned: () => isReturned,
  };
}

/** What `promise` rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => Promise.reject(new Error('it resolved')),
    (error: unknown) => error,
  );
}
