import { setTimeout as delay } from 'node:timers/promises';

import { expect, it } from 'vitest';

import type { Script } from '../support/raw-server.ts';
import { answer, open, readAll, send, textOf, withServer } from '../support/wire.ts';

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const state = { written: 0 };

/** Writes chunks for as long as they are taken. */
const endless: Script = async (connection) => {
  await connection.request();
  connection.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
  state.written = 0;
  while (await connection.send(`10000\r\n${'x'.repeat(65_536)}\r\n`)) state.written += 65_536;
};

function iterator(body: AsyncIterable<Uint8Array> | Uint8Array): AsyncIterator<Uint8Array> {
  return (body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
}

// INVARIANT: memory does not grow with a body that nobody reads.
it('reads no more than its reader takes', () =>
  withServer(endless, async (server, transport) => {
    const { body, destroy } = await open(transport, server.url);
    const reader = iterator(body);
    await reader.next();
    await delay(100);
    const soFar = state.written;
    expect(soFar).toBeLessThan(16_000_000);
    await delay(100);
    expect(state.written).toBe(soFar);
    let taken = 0;
    while (taken < 20_000_000) taken += ((await reader.next()).value as Uint8Array).byteLength;
    destroy();
    await server.waitFor(() => server.openConnections === 0, 250);
  }));

it.each<[string, (reader: AsyncIterator<Uint8Array>, destroy: () => void) => unknown]>([
  ['destroy', (_reader, destroy) => destroy()],
  ['return', (reader) => reader.return?.()],
])('%s closes the connection at once', (_name, end) =>
  withServer(endless, async (server, transport) => {
    const { body, destroy } = await open(transport, server.url);
    const reader = iterator(body);
    await reader.next();
    await end(reader, destroy);
    expect(transport.connections.open).toBe(0);
    expect(await reader.next()).toEqual({ done: true, value: undefined });
    destroy();
    await server.waitFor(() => server.openConnections === 0, 100);
  }),
);

it('leaving the loop closes the connection', () =>
  withServer(endless, async (server, transport) => {
    const { body } = await open(transport, server.url);
    for await (const _chunk of body as AsyncIterable<Uint8Array>) break;
    await server.waitFor(() => server.openConnections === 0, 100);
  }));

it('destroy without a read closes the connection, and ends a read that waits', () =>
  withServer(
    async (connection) => {
      await connection.request();
      connection.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n');
    },
    async (server, transport) => {
      (await open(transport, server.url)).destroy();
      await server.waitFor(() => server.openConnections === 0, 100);
      const second = await open(transport, server.url);
      const reading = iterator(second.body).next();
      second.destroy();
      expect(await reading).toEqual({ done: true, value: undefined });
    },
  ));

it('destroy after the end does nothing', () =>
  withServer(answer(ok), async (server, transport) => {
    const response = await open(transport, server.url);
    expect((await readAll(response.body)).toString()).toBe('ok');
    response.destroy();
    expect(transport.connections.idle).toBe(1);
    const collected = await send(transport, server.url);
    collected.destroy();
    expect(textOf(collected)).toBe('ok');
    expect(server.connections).toBe(1);
  }));

it('an empty body ends without a read', () =>
  withServer(answer('HTTP/1.1 204 No Content\r\n\r\n'), async (server, transport) => {
    const { body } = await open(transport, server.url);
    await delay(10);
    expect(transport.connections.idle).toBe(1);
    expect(await readAll(body)).toHaveLength(0);
  }));
