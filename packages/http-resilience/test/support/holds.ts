import { createClient, type WireResponse } from '@x/http-core';

import { type Bulkhead, resilience } from '../../src/index.ts';
import { EventClock } from './event-clock.ts';
import { wire } from './wire.ts';

/** A client behind a bulkhead whose server answers each exchange only when the test says so. */
export function heldServer(slots: Bulkhead, timeout: object = { total: null }) {
  const clock = new EventClock();
  const server = {
    inFlight: 0,
    peak: 0,
    order: [] as string[],
    open: [] as ((response: WireResponse) => void)[],
  };
  const transport = wire((request) => {
    server.inFlight++;
    server.peak = Math.max(server.peak, server.inFlight);
    server.order.push(request.url.pathname);
    return new Promise<WireResponse>((resolve, reject) => {
      request.onAbort(reject);
      server.open.push(resolve);
    }).finally(() => server.inFlight--);
  });
  const client = createClient({
    clock,
    timeout,
    plugins: [transport, resilience({ retry: false, bulkhead: slots })],
  });
  return { clock, server, client };
}
