import { definePlugin, type Plugin, type WireRequest, type WireResponse } from '@x/http-core';

/** What one exchange is answered with: 200 without a body unless given. */
export interface CannedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A transport without a wire, for suites about what is decided before and after it. */
export interface CannedTransport extends Plugin<'canned'> {
  /** Every exchange that was begun, in order. */
  readonly requests: readonly WireRequest[];
}

/** Answers every exchange with what `answer` returns, proxies or not; an abort rejects at once with its reason. */
export function cannedTransport(answer: (request: WireRequest) => CannedAnswer): CannedTransport {
  const requests: WireRequest[] = [];
  const exchange = (request: WireRequest): Promise<WireResponse> =>
    new Promise((resolve, reject) => {
      let isAborted = false;
      request.onAbort((reason) => {
        isAborted = true;
        reject(reason);
      });
      if (isAborted) return;
      requests.push(request);
      resolve(toWire(request, answer(request)));
    });
  const plugin = definePlugin({
    name: 'canned',
    contract: 1,
    setup: () => ({
      transport: { name: 'canned', features: new Set(['proxy']), exchange, close: async () => {} },
      callOptions: {},
    }),
  });
  return Object.assign(Object.create(null), plugin, { requests }) as CannedTransport;
}

function toWire(request: WireRequest, answer: CannedAnswer): WireResponse {
  // Own properties alone: suites pollute Object.prototype.
  const own: CannedAnswer = Object.assign(Object.create(null), answer);
  const { status = 200, headers = {}, body = '' } = own;
  const rawHeaders = Object.entries(headers).flat();
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const limit = request.collectFor === undefined ? request.collect : request.collectFor(status, rawHeaders);
  return {
    status,
    statusText: '',
    rawHeaders,
    httpVersion: '1.1',
    body: limit === undefined ? inPieces(bytes) : bytes,
    destroy: () => {},
    timings: { total: 0 },
    isReusedSocket: false,
  };
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  const middle = bytes.byteLength >> 1;
  if (middle > 0) yield bytes.subarray(0, middle);
  if (bytes.byteLength > 0) yield bytes.subarray(middle);
}
