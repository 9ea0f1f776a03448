import { setTimeout as delay } from 'node:timers/promises';

import { expect, it } from 'vitest';

import type { Connection } from '../../../http-testing/src/fault-server/connection.ts';
import { InvalidRequestError, TimeoutError } from '../../src/errors/index.ts';
import { open, readAll, rejection, send, textOf, withServer } from '../support/wire.ts';

const timeouts = { connect: 5_000, headers: 5_000, idle: 5_000 };

/** A source that tells when it was ended. */
function source(chunks: Iterable<Uint8Array> | (() => AsyncGenerator<Uint8Array>)) {
  const state = { isEnded: false, given: 0 };
  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of typeof chunks === 'function' ? chunks() : chunks) {
        state.given += chunk.byteLength;
        yield chunk;
      }
    } finally {
      state.isEnded = true;
    }
  }
  return { body: body(), state };
}

function* repeat(count: number, size = 65_536): Generator<Uint8Array> {
  for (let index = 0; index < count; index++) yield new Uint8Array(size).fill(index);
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield new Uint8Array(65_536);
}

const echoLength = async (connection: Connection) => {
  for await (const request of connection.requests()) {
    const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
    connection.respond({ body: `${request.method} ${request.body.length} ${String(length ?? coding)}` });
  }
};

it.each([0, 1, 65_536, 65_537, 1_000_000])('sends %i bytes with their length and reports them', (size) =>
  withServer(echoLength, async (server, transport) => {
    const progress: number[] = [];
    const body = new Uint8Array(size).fill(7);
    const response = await send(transport, server.url, {
      method: 'POST',
      body,
      contentLength: size,
      headers: { 'content-length': String(size) },
      onProgress: (sent) => progress.push(sent),
    });
    expect(textOf(response)).toBe(`POST ${size} ${size}`);
    expect(progress.at(-1)).toBe(size === 0 ? undefined : size);
    expect(progress).toEqual(progress.toSorted((one, other) => one - other));
    expect(server.requests[0]?.body.every((byte) => byte === 7)).toBe(true);
    expect((await send(transport, server.url)).isReusedSocket).toBe(true);
  }),
);

it('sends a view of a larger buffer without the rest', () =>
  withServer(echoLength, async (server, transport) => {
    const body = Buffer.from('--payload--').subarray(2, 9);
    await send(transport, server.url, { method: 'PUT', body });
    expect(server.requests[0]?.body.toString()).toBe('payload');
  }));

it('sends a source in chunks, or with its length where that is known', () =>
  withServer(echoLength, async (server, transport) => {
    const chunked = await send(transport, server.url, { method: 'DELETE', body: source(repeat(3, 10)).body });
    expect(textOf(chunked)).toBe('DELETE 30 chunked');
    const known = await send(transport, server.url, {
      method: 'POST',
      body: source(repeat(3, 10)).body,
      contentLength: 30,
    });
    expect(textOf(known)).toBe('POST 30 30');
  }));

it('gives a method that takes a body a length of zero without one', () =>
  withServer(echoLength, async (server, transport) => {
    expect(textOf(await send(transport, server.url, { method: 'POST' }))).toBe('POST 0 0');
    expect(textOf(await send(transport, server.url, { method: 'DELETE' }))).toBe('DELETE 0 undefined');
  }));

// INVARIANT: a source is read no faster than the peer takes it.
it('takes no more of a source than the peer reads', () => {
  const { body, state } = source(repeat(400));
  return withServer(
    async (connection) => {
      const head = await connection.head();
      connection.pause();
      await delay(200);
      expect(state.given).toBeLessThan(12 * 2 ** 20);
      connection.resume();
      connection.respond({ body: String((await connection.body(head)).body.length) });
    },
    async (server, transport) => {
      expect(textOf(await send(transport, server.url, { method: 'POST', body }))).toBe(String(400 * 65_536));
    },
  );
});

it('rejects with the very error of a source and closes the connection', () =>
  withServer(echoLength, async (server, transport) => {
    const mine = new Error('mine');
    const { body } = source(async function* () {
      yield new Uint8Array(10);
      throw mine;
    });
    expect(await rejection(send(transport, server.url, { method: 'POST', body }))).toBe(mine);
    await server.waitFor(() => server.openConnections === 0, 250);
    expect(server.requests).toHaveLength(0);
  }));

// INVARIANT: bytes beyond the content-length would be read as the next request.
it.each([20, 40])('refuses a source of 30 bytes that was announced with %i', (contentLength) =>
  withServer(echoLength, async (server, transport) => {
    const { body, state } = source(repeat(3, 10));
    const thrown = await rejection(send(transport, server.url, { method: 'POST', body, contentLength }));
    expect(thrown).toBeInstanceOf(InvalidRequestError);
    await server.waitFor(() => server.openConnections === 0, 250);
    expect(state.isEnded).toBe(true);
    expect(server.requests.map((request) => request.body.length)).toEqual(contentLength === 20 ? [20] : []);
  }),
);

it('a whole response of success ends an upload that nobody wants any more', () =>
  withServer(
    async (connection) => {
      await connection.head();
      connection.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    },
    async (server, transport) => {
      const { body, state } = source(endless);
      expect(textOf(await send(transport, server.url, { method: 'POST', body }))).toBe('ok');
      await server.waitFor(() => server.openConnections === 0, 250);
      expect(state.isEnded).toBe(true);
    },
  ));

it('no upload limit runs on while the body of a refusal is being read', () =>
  withServer(
    async (connection) => {
      await connection.head();
      connection.write('HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\n');
      await delay(200);
      connection.write('no');
    },
    async (server, transport) => {
      const options = { method: 'POST', body: source(endless).body, timeouts: { ...timeouts, idle: 100 } };
      const response = await open(transport, server.url, options);
      expect((await readAll(response.body)).toString()).toBe('no');
    },
  ));

it('goes on with the upload after an early head of success', () =>
  withServer(
    async (connection) => {
      const head = await connection.head();
      connection.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const { length } = (await connection.body(head)).body;
      connection.write(`${String(length).length.toString(16)}\r\n${length}\r\n0\r\n\r\n`);
    },
    async (server, transport) => {
      const { body } = source(repeat(100));
      const response = await open(transport, server.url, { method: 'POST', body });
      expect((await readAll(response.body)).toString()).toBe(String(100 * 65_536));
    },
  ));

it('times out when the peer takes nothing more', () =>
  withServer(
    async (connection) => {
      await connection.head();
      connection.pause();
      await delay(250);
      // Or it would not see the end either.
      connection.resume();
    },
    async (server, transport) => {
      const { body, state } = source(repeat(1_000));
      const thrown = await rejection(
        send(transport, server.url, { method: 'POST', body, timeouts: { ...timeouts, idle: 150 } }),
      );
      expect(thrown).toBeInstanceOf(TimeoutError);
      expect(thrown).toMatchObject({ phase: 'upload', limit: 150, sent: 'partial' });
      await server.waitFor(() => server.openConnections === 0, 250);
      expect(state.isEnded).toBe(true);
    },
  ));

it('ends a source that was never read', async () => {
  const controller = new AbortController();
  await withServer(
    () => {},
    async (server, transport) => {
      const read = { isEnded: false };
      const body: AsyncIterable<Uint8Array> = {
        [Symbol.asyncIterator]: () => ({
          next: () => new Promise(() => {}),
          return: () => {
            read.isEnded = true;
            return Promise.resolve({ done: true, value: undefined });
          },
        }),
      };
      controller.abort('why');
      expect(
        await rejection(send(transport, server.url, { method: 'POST', body, signal: controller.signal })),
      ).toBe('why');
      expect(read.isEnded).toBe(true);
      expect(server.connections).toBe(0);
    },
  );
});
