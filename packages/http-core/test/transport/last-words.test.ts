import { setTimeout as delay } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { makeAuthority } from '../../../http-testing/src/fault-server/certificates.ts';
import { NetworkError } from '../../src/errors/index.ts';
import { rawServer } from '../support/raw-server.ts';
import { makeTransport, rejection, send, textOf } from '../support/wire.ts';

const refusal = 'HTTP/1.1 413 Content Too Large\r\ncontent-length: 3\r\n\r\nbig';
const authority = await makeAuthority();
const tls = { ca: authority.cert };

async function* source(state: { isEnded: boolean }): AsyncGenerator<Uint8Array> {
  try {
    for (let index = 0; index < 320; index++) yield new Uint8Array(65_536);
  } finally {
    state.isEnded = true;
  }
}

const cases = (['end', 'reset', 'destroy'] as const).flatMap((how) => [
  { how, wait: 0, isSecure: false },
  { how, wait: 5, isSecure: false },
  { how, wait: 0, isSecure: true },
]);

// INVARIANT: the answer counts, not the write that failed because the peer had closed after it.
it.each(cases)('early 413, $how after $wait ms, TLS $isSecure', async ({ how, wait, isSecure }) => {
  await using server = await rawServer(
    async (connection) => {
      await connection.head();
      await connection.send(refusal);
      connection.pause();
      if (wait > 0) await delay(wait);
      if (how === 'destroy') connection.socket.destroy();
      else connection[how]();
    },
    isSecure ? { tls: true } : {},
  );
  const transport = makeTransport({ tls });
  for (let index = 0; index < 10; index++) {
    const state = { isEnded: index % 2 === 1 };
    const body = index % 2 === 1 ? new Uint8Array(20 * 2 ** 20) : source(state);
    const response = await send(transport, server.url, { method: 'POST', body });
    expect(response.status).toBe(413);
    expect(textOf(response)).toBe('big');
    await delay(1);
    expect(state.isEnded).toBe(true);
    expect(transport.connections).toEqual({ open: 0, idle: 0, waiting: 0 });
  }
});

it.each(['end', 'reset', 'destroy'] as const)(
  '%s without an answer is a reset, told at once',
  async (how) => {
    await using server = await rawServer(async (connection) => {
      await connection.head();
      if (how === 'destroy') connection.socket.destroy();
      else connection[how]();
    });
    const transport = makeTransport();
    const start = performance.now();
    const body = source({ isEnded: false });
    const thrown = await rejection(send(transport, server.url, { method: 'POST', body }));
    expect(thrown).toBeInstanceOf(NetworkError);
    expect(thrown).toMatchObject({ reason: 'reset', sent: 'partial', responseStarted: false });
    expect(performance.now() - start).toBeLessThan(1_000);
  },
);

it('leaves a socket as it was', async () => {
  await using server = await rawServer(async (connection) => {
    for await (const _request of connection.requests()) connection.respond();
  });
  const transport = makeTransport();
  await send(transport, server.url, { method: 'POST', body: new Uint8Array(1_000_000) });
  const second = await send(transport, server.url, { method: 'POST', body: source({ isEnded: false }) });
  expect(second.isReusedSocket).toBe(true);
  await transport.close();
});
