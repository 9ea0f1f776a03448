import { type AnyPlugin, createClient, type WireResponse } from '@x/http-core';

import { median } from './statistics.ts';

const body = new TextEncoder().encode(JSON.stringify({ id: 1, name: 'Ada Lovelace' }));
const rawHeaders = ['content-type', 'application/json', 'content-length', String(body.byteLength)];
const answer: WireResponse = {
  status: 200,
  statusText: 'OK',
  rawHeaders,
  httpVersion: '1.1',
  body,
  destroy() {},
  timings: { total: 0 },
  isReusedSocket: true,
};

/** A transport that answers at once: what is left is the chain's own cost. */
export const instantTransport: AnyPlugin = {
  name: 'instant',
  contract: 1,
  setup: () => ({
    transport: {
      name: 'instant',
      features: new Set(),
      exchange: () => Promise.resolve(answer),
      close: () => Promise.resolve(),
    },
    callOptions: {},
  }),
};

/** Microseconds of CPU per call over `rounds` rounds, in their median. */
export async function cpuPerCall(call: () => Promise<unknown>, rounds = 9, calls = 20_000): Promise<number> {
  const figures: number[] = [];
  for (let round = -2; round < rounds; round++) {
    const before = process.cpuUsage();
    for (let index = 0; index < calls; index++) await call();
    const { user, system } = process.cpuUsage(before);
    // The first rounds warm the compiler up.
    if (round >= 0) figures.push((user + system) / calls);
  }
  return median(figures);
}

/** The chain's own cost per call in microseconds: everything but the wire. */
export async function chainCost(plugins: readonly AnyPlugin[] = []): Promise<number> {
  const api = createClient({ baseUrl: 'http://127.0.0.1/', plugins: [instantTransport, ...plugins] });
  return cpuPerCall(() => api.get('users/1').json());
}
