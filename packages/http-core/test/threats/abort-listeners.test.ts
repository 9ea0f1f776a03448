import { getEventListeners } from 'node:events';

import { expect, it } from 'vitest';

import { raw, readStream, withClient } from '../support/client-case.ts';

const ok = raw([], 'ok');

// INVARIANT: a signal that lives as long as the process serves every call of it; whatever a call leaves on it stays for ever.
it('one signal over 10,000 calls of every outcome is left as it was', async () => {
  const { signal } = new AbortController();
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on('warning', onWarning);
  const outcomes = new Map<string, number>();
  await withClient(
    async (connection) => {
      for await (const { target } of connection.requests()) {
        if (target === '/error') connection.write(raw([], 'no', '404 Not Found'));
        else if (target === '/moved') connection.write(raw(['location: /ok'], 'moved', '302 Found'));
        else if (target === '/reset') connection.reset();
        else if (target !== '/hang') connection.write(ok);
      }
    },
    async (client) => {
      const kinds = [
        () => client.get('/ok', { signal }),
        () => client.get('/error', { signal }),
        () => client.get('/moved', { signal }),
        async () => readStream(await client.stream('GET', '/ok', { signal })),
        async () => (await client.stream('GET', '/ok', { signal })).cancel(),
        () => client.fetch('/ok', { signal }).then((response) => response.text()),
        () => client.get('/ok', { signal, headers: { 'bad name': '1' } }),
        () => client.post('/ok', { signal, json: { a: 1 } }),
        () => client.get('/ok', { signal }).json(),
        () => client.get('/reset', { signal }),
      ];
      let most = 0;
      for (let round = 0; round < 100; round++) {
        const calls = Array.from({ length: 99 }, async (_, index) => kinds[index % kinds.length]?.());
        // One that times out in every round, which takes the longest.
        calls.push(client.get('/hang', { signal, timeout: { headers: 3 } }));
        most = Math.max(most, getEventListeners(signal, 'abort').length);
        for (const { status } of await Promise.allSettled<unknown>(calls)) {
          outcomes.set(status, (outcomes.get(status) ?? 0) + 1);
        }
      }
      expect(most).toBeLessThanOrEqual(100);
    },
    { signals: [signal], pool: { maxConnections: 50 } },
  );
  process.off('warning', onWarning);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  expect(outcomes.get('fulfilled')).toBeGreaterThan(5_000);
  expect(outcomes.get('rejected')).toBeGreaterThan(3_000);
  expect(warnings).toEqual([]);
}, 30_000);

it('calls one after the other never put more than one listener on it', async () => {
  const { signal } = new AbortController();
  await withClient(
    async (connection) => {
      for await (const { target } of connection.requests()) {
        connection.write(target === '/moved' ? raw(['location: /ok'], 'moved', '302 Found') : ok);
      }
    },
    async (client) => {
      for (let round = 0; round < 50; round++) {
        const call = client.get('/moved', { signal });
        expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(1);
        await call;
        const response = await client.stream('GET', '/ok', { signal });
        expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(1);
        await response.bytes();
        expect(getEventListeners(signal, 'abort')).toHaveLength(0);
      }
    },
    { signals: [signal] },
  );
});
