import { createClient } from '@x/http-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { virtualClock } from '../../src/clock/virtual-clock.ts';
import { mockTransport } from '../../src/mock/mock-transport.ts';

const bytes = fc.uint8Array({ maxLength: 200 });
const pacing = fc.record({ size: fc.integer({ min: 1, max: 50 }), delay: fc.integer({ min: 0, max: 20 }) });

it('brings every byte in order, whatever the pieces, and takes the time of the gaps', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, pacing, fc.boolean(), async (body, { size, delay }, isStreamed) => {
      const [mock, clock] = [mockTransport(), virtualClock()];
      mock.on('GET', '/').reply(200, body).chunked({ size, delay });
      const client = createClient({ baseUrl: 'https://a.test', clock, plugins: [mock] });
      const call = isStreamed ? client.stream('GET', '') : client.get('');
      const received = clock.settle(Promise.resolve(call).then((response) => response.bytes()));
      expect(await received).toEqual(body);
      expect(clock.now()).toBe(Math.max(0, Math.ceil(body.byteLength / size) - 1) * delay);
    }),
    { numRuns: 40 },
  );
});

// INVARIANT: what is cut short is never a success, wherever it is cut.
it('never lets a truncated body end well', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, pacing, fc.nat(250), async (body, { size }, after) => {
      const mock = mockTransport();
      mock.on('GET', '/').reply(200, body).chunked({ size }).truncated(after);
      const client = createClient({ baseUrl: 'https://a.test', plugins: [mock] });
      await expect(client.get('')).rejects.toMatchObject({ reason: 'truncated' });
      const pieces: number[] = [];
      const reading = (async () => {
        for await (const piece of (await client.stream('GET', '')).body) pieces.push(...piece);
      })();
      await expect(reading).rejects.toMatchObject({ reason: 'truncated' });
      expect(pieces).toEqual([...body.subarray(0, after)]);
    }),
    { numRuns: 40 },
  );
});
