import { definePlugin, type Plugin, type WireRequest, type WireResponse } from '@x/http-core';

const empty = new Uint8Array(0);

/** A response without a body. */
export function wireResponse(status: number, rawHeaders: readonly string[] = []): WireResponse {
  return {
    status,
    statusText: '',
    rawHeaders,
    httpVersion: '1.1',
    body: empty,
    destroy() {},
    timings: { total: 0 },
    isReusedSocket: false,
  };
}

/** A transport that is one function. It hears of aborts only when it asks. */
export function wire(exchange: (request: WireRequest) => Promise<WireResponse>): Plugin<'wire'> {
  const transport = { name: 'wire', features: new Set<never>(), exchange, close: () => Promise.resolve() };
  return definePlugin({ name: 'wire', contract: 1, setup: () => ({ transport, callOptions: {} }) });
}
