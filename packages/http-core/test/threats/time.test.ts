import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { afterEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import { loadGot } from '../../src/transport/got-runtime.ts';
import { clientOf, raw, readStream, withClient } from '../support/client-case.ts';
import { rejection } from '../support/fake-transport.ts';

const ok = raw([], 'ok');
const head = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n';

const block = (milliseconds: number): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

describe('a wall clock that jumps', () => {
  const wall = Date.now;
  afterEach(() => {
    Date.now = wall;
  });

  it.each([3_600_000, -3_600_000])('by %d ms while a call runs changes nothing', (jump) =>
    withClient(
      async (connection) => {
        for await (const { target } of connection.requests()) {
          if (target === '/hang') continue;
          connection.write(head);
          await delay(60);
          connection.write('0123456789');
        }
      },
      async (client, server) => {
        const running = client.get('/').text();
        const late = rejection(client.get('/hang', { timeout: { headers: 100 } }));
        await server.waitFor(() => server.requests.length === 2);
        Date.now = () => wall() + jump;
        const start = performance.now();
        expect(await running).toBe('0123456789');
        expect(await late).toMatchObject({ phase: 'headers' });
        expect(performance.now() - start).toBeGreaterThan(60);
        // The kept connection has aged by no more than it has.
        await client.get('/');
        expect(server.connections).toBe(2);
      },
      { timeout: { connect: 500, headers: 500, idle: 500, total: 2_000 } },
    ),
  );

  it('moves nothing of a virtual clock either', () =>
    withClient(
      () => {},
      async (_client, server) => {
        const clock = new VirtualClock();
        const client = clientOf(server.origin, { clock });
        const call = rejection(client.get('/', { timeout: { headers: null, total: 1_000 } }));
        await server.waitFor(() => server.connections === 1);
        clock.shiftWall(86_400_000);
        await clock.advance(999);
        clock.shiftWall(-2 * 86_400_000);
        expect(await Promise.race([call, delay(20, 'still running')])).toBe('still running');
        await clock.advance(1);
        expect(await call).toMatchObject({ phase: 'total', limit: 1_000 });
        await client.close();
      },
    ));
});

interface ThreadServer {
  readonly origin: string;
  /** Resolves when so many more requests have come in; they are answered 50 ms later. */
  received(count: number): Promise<void>;
  close(): Promise<unknown>;
}

/** A server on a thread of its own, which answers while this one is blocked. */
async function serveBeside(): Promise<ThreadServer> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const server = require('node:net').createServer((socket) => {
       socket.on('error', () => {});
       socket.on('data', () => {
         parentPort.postMessage('request');
         setTimeout(() => socket.write(${JSON.stringify(ok.toString())}), 50);
       });
     });
     server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
    { eval: true },
  );
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  return {
    origin: `http://127.0.0.1:${port}`,
    async received(count) {
      for (let left = count; left > 0; left--) {
        await new Promise((resolve) => worker.once('message', resolve));
      }
    },
    close: () => worker.terminate(),
  };
}

// INVARIANT: after a blocked event loop the timers are due before the data is read that had come in time.
describe('an event loop that was blocked beyond every limit', () => {
  it.each([
    ['headers', { headers: 250 }],
    ['total', { total: 250 }],
    ['attempt', { attempt: 250 }],
    ['all with one length', { connect: 250, headers: 250, idle: 250, attempt: 250, total: 250 }],
  ])('is no timeout of %s for an answer that is there', async (_phase, timeout) => {
    const server = await serveBeside();
    const client = clientOf(server.origin);
    await loadGot();
    // On a fresh connection, then on the kept one.
    for (let round = 0; round < 2; round++) {
      const received = server.received(1);
      const call = client.get('/', { timeout });
      await received;
      block(400);
      expect(await call.text()).toBe('ok');
    }
    await client.close();
    await server.close();
  });

  it('for two seconds loses no other deadline', async () => {
    const server = await serveBeside();
    const client = clientOf(server.origin);
    await loadGot();
    // Connections first: a blocked process sends nothing.
    await Promise.all(Array.from({ length: 20 }, () => client.get('/')));
    const received = server.received(20);
    const calls = Array.from({ length: 20 }, () => client.get('/', { timeout: 1_000 }).text());
    await received;
    block(2_000);
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['ok']));
    await client.close();
    await server.close();
  });
});

describe('timeout.idle of a stream', () => {
  const large = Buffer.alloc(4_000_000, 'x');

  it('is never tripped by a slow consumer', () =>
    withClient(
      async (connection) => {
        for await (const _request of connection.requests()) connection.write(raw([], large));
      },
      async (client) => {
        let received = 0;
        for await (const chunk of (await client.stream('GET', '/')).body) {
          // A few of the pauses are longer than the limit.
          if (received < 300_000) await delay(70);
          received += chunk.byteLength;
        }
        expect(received).toBe(large.byteLength);
      },
      { timeout: { idle: 40 } },
    ));

  it('destroys a body that nobody reads, and frees its place', () =>
    withClient(
      async (connection) => {
        for await (const _request of connection.requests()) connection.write(raw([], large));
      },
      async (client, server) => {
        const response = await client.stream('GET', '/');
        await server.waitFor(() => server.openConnections === 0, 1_000);
        const thrown = await rejection(readStream(response));
        expect(thrown).toMatchObject({ phase: 'idle', limit: 60 });
        expect((thrown as Error).message).toContain('nobody read the body');
        expect(await rejection(response.bytes())).toBeDefined();
      },
      { timeout: { idle: 60 } },
    ));

  it('runs anew with every read', () =>
    withClient(
      async (connection) => {
        await connection.request();
        connection.write(head);
        for (const character of '0123456789') {
          await delay(15);
          connection.write(character);
        }
      },
      async (client) => {
        expect((await readStream(await client.stream('GET', '/'))).toString()).toBe('0123456789');
      },
      { timeout: { idle: 100 } },
    ));
});
