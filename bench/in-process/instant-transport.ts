import type { AnyPlugin, WireResponse } from '@x/http-core';

/** The body of every answer of `instantTransport`. */
export const instantBody: Uint8Array = new TextEncoder().encode(
  JSON.stringify({ id: 1, name: 'Ada Lovelace' }),
);
const rawHeaders = ['content-type', 'application/json', 'content-length', String(instantBody.byteLength)];
const answer: WireResponse = {
  status: 200,
  statusText: 'OK',
  rawHeaders,
  httpVersion: '1.1',
  body: instantBody,
  destroy() {},
  timings: { total: 0 },
  isReusedSocket: true,
};

/** Answers at once, so that what is left of a call is the chain. */
export function exchangeInstantly(): Promise<WireResponse> {
  return Promise.resolve(answer);
}

/** A transport that answers at once: what is left is the chain's own cost. */
export const instantTransport: AnyPlugin = {
  name: 'instant',
  contract: 1,
  setup: () => ({
    transport: {
      name: 'instant',
      features: new Set(),
      exchange: exchangeInstantly,
      close: () => Promise.resolve(),
    },
    callOptions: {},
  }),
};
