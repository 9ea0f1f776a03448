import { gunzipSync } from 'node:zlib';

import {
  type AnyPlugin,
  NetworkError,
  ProtocolError,
  TimeoutError,
  TransportError,
  type WireRequest,
  type WireResponse,
} from '@x/http-core';

import { asking, type Breakage, brokenTransport, failing } from './broken-transport.ts';
import { naiveHttp, naiveSocket } from './naive-transport.ts';

/** What is wrong with it, how it is made, and the guards that must notice. */
export type TransportMutant = readonly [what: string, factory: () => AnyPlugin, ...noticed: string[]];

const broken =
  (breakage: Breakage): (() => AnyPlugin) =>
  () =>
    brokenTransport(breakage);

/** Changes each response. */
const giving = (
  change: (
    response: WireResponse,
    request: WireRequest,
  ) => Partial<WireResponse> | Promise<Partial<WireResponse>>,
): Breakage => ({
  exchange: (sound) => async (request) => {
    const response = await sound(request);
    return { ...response, ...(await change(response, request)) };
  },
});

async function gather(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  if (body instanceof Uint8Array) chunks.push(body);
  else for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* inOne(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

function withoutReturn(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  return { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) };
}

function withoutLength(headers: WireRequest['headers']): WireRequest['headers'] {
  const { 'content-length': _, ...rest } = headers;
  return rest;
}

/** As much of the source as was announced, padded where it is less. */
async function* fitted(
  body: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = length;
  for await (const chunk of body) {
    if (left > 0) yield chunk.subarray(0, left);
    left -= chunk.byteLength;
  }
  if (left > 0) yield new Uint8Array(left);
}

/** Wrong about what goes out. */
const senders: readonly TransportMutant[] = [
  [
    'retries',
    broken({ exchange: (sound) => (request) => sound(request).catch(() => sound(request)) }),
    'sends a request once, also when it fails',
  ],
  [
    'follows redirects',
    broken({
      exchange: (sound) => async (request) => {
        const response = await sound(request);
        const location = response.rawHeaders[response.rawHeaders.indexOf('location') + 1] ?? '';
        return response.status === 302
          ? sound({ ...request, url: new URL(location, request.url) })
          : response;
      },
    }),
    'follows no redirect',
  ],
  [
    'shares answers among those who ask at once',
    broken({
      exchange: (sound) => {
        let shared: Promise<WireResponse> | undefined;
        return (request) => (shared ??= sound(request).finally(() => (shared = undefined)));
      },
    }),
    'answers exchanges at the same time each with its own',
  ],
  [
    'introduces itself',
    broken(asking(({ headers }) => ({ headers: { ...headers, 'x-client': 'broken' } }))),
    'puts method, target and headers on the wire as they are, and host',
  ],
  [
    'sends bytes in chunks',
    broken(
      asking(({ body, headers }) =>
        body instanceof Uint8Array
          ? { body: inOne(body), contentLength: undefined, headers: withoutLength(headers) }
          : {},
      ),
    ),
    'sends bytes with their length and nothing beyond them',
  ],
  [
    'reads a source to its end before it sends',
    broken({
      exchange: (sound) => async (request) => {
        const { body } = request;
        if (body === undefined || body instanceof Uint8Array) return sound(request);
        const bytes = await gather(body);
        const headers = { ...request.headers, 'content-length': String(bytes.length) };
        return sound({ ...request, body: bytes, contentLength: bytes.length, headers });
      },
    }),
    'sends a source of unknown length in chunks',
    'reads a source no faster than the peer takes it',
  ],
  [
    'forgets the length of a source',
    broken(asking(({ headers }) => ({ contentLength: undefined, headers: withoutLength(headers) }))),
    'sends a source of known length with that length',
  ],
  [
    'makes a source fit',
    broken(
      asking(({ body, contentLength }) =>
        body === undefined || body instanceof Uint8Array || contentLength === undefined
          ? {}
          : { body: fitted(body, contentLength) },
      ),
    ),
    'refuses a source that is longer or shorter than announced',
  ],
  [
    'tells no progress',
    broken(asking(() => ({ onProgress: undefined }))),
    'tells the bytes that have gone out',
  ],
  [
    'wraps errors',
    broken(failing((error) => new Error('it failed', { cause: error }))),
    'rejects with the very error of a source',
    'tells a refused connection, and where',
  ],
  [
    'never ends a source',
    broken(
      asking(({ body }) =>
        body === undefined || body instanceof Uint8Array ? {} : { body: withoutReturn(body) },
      ),
    ),
    'hands over a refusal that comes before the end of the upload, and ends the source',
  ],
];

/** Wrong about what comes in. */
const receivers: readonly TransportMutant[] = [
  [
    'raises errors for statuses',
    broken(
      giving(({ status }) => {
        if (status >= 400) throw new NetworkError('reset', `status ${status}`);
        return {};
      }),
    ),
    'takes any status for an answer',
  ],
  [
    'decompresses',
    broken(
      giving(({ body, rawHeaders }) =>
        rawHeaders.includes('gzip') && body instanceof Uint8Array ? { body: gunzipSync(body) } : {},
      ),
    ),
    'leaves a coded body as it came',
  ],
  [
    'makes an object of the headers',
    broken(
      giving(({ rawHeaders }) => {
        const headers = new Map<string, string>();
        rawHeaders.forEach(
          (name, at) => at % 2 === 0 && headers.set(name.toLowerCase(), rawHeaders[at + 1] ?? ''),
        );
        return { rawHeaders: [...headers].flat() };
      }),
    ),
    'hands over every line of the headers, __proto__ as data',
    'keeps order and spelling of headers',
  ],
  ['forgets the status text', broken(giving(() => ({ statusText: '' }))), 'tells status text and version'],
  [
    'invents a body',
    broken(
      giving(({ body }) =>
        body instanceof Uint8Array && body.length === 0 ? { body: new Uint8Array(1) } : {},
      ),
    ),
    'gives HEAD, 204 and 304 an empty body',
  ],
  [
    'takes an interim response for the answer',
    () => naiveHttp({ takesInterim: true }),
    'passes interim responses over',
  ],
  ['counts no interim responses', () => naiveHttp(), 'is not kept busy by a flood of interim responses'],
  [
    'tells nothing while it collects',
    broken(asking(() => ({ onReceived: undefined }))),
    'collects a body in one piece and tells what has come',
  ],
  [
    'stops a byte early',
    broken(asking(({ collect }) => (collect === undefined ? {} : { collect: collect - 1 }))),
    'takes a body of exactly the limit',
  ],
  [
    'has no limit',
    broken(asking(({ collect }) => (collect === undefined ? {} : { collect: Infinity }))),
    'refuses a body beyond the limit, having read little more',
  ],
  [
    'does not look at the declared length',
    broken({
      exchange: (sound) => async (request) => {
        const response = await sound({ ...request, collect: undefined });
        return { ...response, body: await gather(response.body) };
      },
    }),
    'refuses a declared length beyond the limit before the body comes',
  ],
  [
    'does not ask at the head',
    broken(asking(() => ({ collectFor: undefined }))),
    'asks collectFor at the head, and does what it says',
  ],
  [
    'always collects',
    broken({
      exchange: (sound) => async (request) => {
        const response = await sound({ ...request, collect: request.collect ?? Infinity });
        return { ...response, body: inOne(await gather(response.body)) };
      },
    }),
    'settles at the head when nothing is to be collected',
  ],
  [
    'reads ahead',
    broken(
      giving(({ body }) => {
        if (body instanceof Uint8Array) return {};
        const bytes = gather(body);
        bytes.catch(() => {});
        return {
          body: (async function* () {
            yield new Uint8Array(1);
            yield await bytes;
          })(),
        };
      }),
    ),
    'reads no more of a body than its reader takes',
  ],
  [
    'does not destroy',
    broken(giving(() => ({ destroy: () => {} }))),
    'closes the connection of a body that is destroyed, before and within it',
  ],
  [
    'does not notice a reader that leaves',
    broken(giving(({ body }) => (body instanceof Uint8Array ? {} : { body: withoutReturn(body) }))),
    'closes the connection of a body whose reader leaves',
  ],
  [
    'destroys what it has handed over',
    broken(giving(({ body }) => (body instanceof Uint8Array ? { destroy: () => void body.fill(0) } : {}))),
    'does nothing when a body is destroyed after its end',
  ],
  [
    'takes a cut body for whole',
    broken({
      exchange: (sound) => (request) =>
        sound(request).catch((error: unknown) => {
          if (!(error instanceof NetworkError) || error.reason !== 'truncated') throw error;
          return { ...emptyAnswer, rawHeaders: [] };
        }),
    }),
    'never takes a cut body for a whole one',
  ],
  [
    'gives what came unasked to who asks next',
    naiveSocket,
    'never takes what came unasked for the next answer',
  ],
];

const emptyAnswer: WireResponse = {
  status: 200,
  statusText: 'OK',
  rawHeaders: [],
  httpVersion: '1.1',
  body: new Uint8Array(),
  destroy: () => {},
  timings: { total: 0 },
  isReusedSocket: false,
};

/** Wrong about failures. */
const failures: readonly TransportMutant[] = [
  [
    'calls every failure a refusal',
    broken(
      failing((error) =>
        error instanceof NetworkError ? new NetworkError('refused', error.message) : error,
      ),
    ),
    'tells a connection that ends before the head',
  ],
  [
    'takes what is not HTTP for a broken connection',
    broken(
      failing((error) => (error instanceof ProtocolError ? new NetworkError('reset', error.message) : error)),
    ),
    'tells what is not HTTP, and closes the connection',
    'refuses a head without end',
    'refuses a 101 that nobody asked for, and closes the connection',
  ],
  [
    'says that nothing was sent',
    broken(
      failing((error) =>
        error instanceof NetworkError
          ? new NetworkError(error.reason, error.message, { sent: 'none' })
          : error,
      ),
    ),
    'tells how much of the request had gone out',
  ],
  [
    'keeps the request on its errors',
    broken(failing((error, { headers }) => Object.assign(error as Error, { exchange: { headers } }))),
    'shows nothing of a request in its errors',
  ],
  [
    'does not tell that a failed connection was used',
    broken(
      failing((error) =>
        error instanceof NetworkError
          ? new NetworkError(error.reason, error.message, { reused: false })
          : error,
      ),
    ),
    'tells that it was a used connection that failed',
  ],
  [
    'forgets the time of a failure',
    broken(
      failing((error) =>
        error instanceof TimeoutError ? new TimeoutError(error.phase, error.limit) : error,
      ),
    ),
    'tells the time of a failure too',
  ],
  [
    'has no patience',
    broken({
      exchange: (sound) => (request) =>
        request.timeouts.headers === undefined
          ? Promise.reject(new TransportError('no limit'))
          : sound(request),
    }),
    'holds no limit where none is given',
  ],
];

/** Every broken transport, and the guards that must notice it. */
export const wireMutants: readonly TransportMutant[] = [...senders, ...receivers, ...failures];
