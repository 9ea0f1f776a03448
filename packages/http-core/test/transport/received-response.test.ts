import { expect, it } from 'vitest';

import { ResponseTooLargeError } from '../../src/errors/index.ts';
import type { Script } from '../support/raw-server.ts';
import { answer, open, readAll, rejection, send, textOf, withServer } from '../support/wire.ts';

const declared = 'HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n';
const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
const body = 'hello world';

it('refuses a declared length beyond the limit before it reads', () =>
  withServer(answer(declared), async (server, transport) => {
    const thrown = await rejection(send(transport, server.url, { collect: 10 }));
    expect(thrown).toBeInstanceOf(ResponseTooLargeError);
    expect(thrown).toMatchObject({ reason: 'declared', limit: 10, sent: 'complete' });
    await server.waitFor(() => server.openConnections === 0, 250);
  }));

it.each([
  ['chunked', `${chunked}b\r\n${body}\r\n0\r\n\r\n`],
  ['delimited by close', `HTTP/1.1 200 OK\r\n\r\n${body}`],
])('stops at the limit of a body that is %s', (_name, bytes) =>
  withServer(answer(bytes), async (server, transport) => {
    const thrown = await rejection(send(transport, server.url, { collect: 10 }));
    expect(thrown).toBeInstanceOf(ResponseTooLargeError);
    expect(thrown).toMatchObject({ reason: 'streamed', limit: 10 });
    await server.waitFor(() => server.openConnections === 0, 250);
  }),
);

it('an endless body costs no more than the limit', () =>
  withServer(
    async (connection) => {
      await connection.request();
      connection.write(chunked);
      while (await connection.send(`10000\r\n${'x'.repeat(65_536)}\r\n`));
    },
    async (server, transport) => {
      const before = process.memoryUsage().rss;
      expect(await rejection(send(transport, server.url, { collect: 4_000_000 }))).toMatchObject({
        reason: 'streamed',
      });
      expect(process.memoryUsage().rss - before).toBeLessThan(40_000_000);
    },
  ));

it('takes a body of exactly the limit', () =>
  withServer(answer(declared + body), async (server, transport) => {
    expect(textOf(await send(transport, server.url, { collect: 11 }))).toBe(body);
    expect(transport.connections.idle).toBe(1);
  }));

it('gives plain bytes, in one piece, and reports them as they come', () =>
  withServer(
    answer(chunked, '3\r\nabc\r\n', `186a0\r\n${'x'.repeat(100_000)}\r\n`, '0\r\n\r\n'),
    async (server, transport) => {
      const received: number[] = [];
      const response = await send(transport, server.url, { onReceived: (bytes) => received.push(bytes) });
      expect(Object.getPrototypeOf(response.body)).toBe(Uint8Array.prototype);
      expect(response.body).toHaveLength(100_003);
      expect(received.at(-1)).toBe(100_003);
      expect(response.timings.body).toBeGreaterThan(0);
    },
  ));

it('asks collectFor at the head', () =>
  withServer(
    answer('HTTP/1.1 404 Not Found\r\ncontent-length: 11\r\n\r\n', body),
    async (server, transport) => {
      const asked: unknown[] = [];
      const response = await send(transport, server.url, {
        collect: 5,
        collectFor: (status, rawHeaders) => {
          asked.push(status, rawHeaders);
          return undefined;
        },
      });
      expect(asked).toEqual([404, ['content-length', '11']]);
      expect(response).toMatchObject({ status: 404, statusText: 'Not Found' });
      expect((await readAll(response.body)).toString()).toBe(body);
      expect(textOf(await send(transport, server.url, { collect: 5, collectFor: () => 11 }))).toBe(body);
    },
  ));

it.each(['collectFor', 'onReceived'] as const)('what %s throws ends the exchange', (name) =>
  withServer(answer(declared + body), async (server, transport) => {
    const mine = new Error('mine');
    const throws = () => {
      throw mine;
    };
    expect(await rejection(send(transport, server.url, { [name]: throws }))).toBe(mine);
    expect(transport.connections.open).toBe(0);
  }),
);

let finish = () => {};
const held: Script = async (connection) => {
  await connection.request();
  connection.write(declared);
  finish = () => connection.write(body);
};

it('timings of a stream are complete at its end', () =>
  withServer(held, async (server, transport) => {
    const response = await open(transport, server.url);
    expect(response.timings.body).toBeUndefined();
    finish();
    await readAll(response.body);
    expect(response.timings.body).toBeGreaterThanOrEqual(0);
    expect(response.timings.total).toBeGreaterThan(0);
  }));
