import { setTimeout as delay } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { blackHole } from '../../../http-testing/src/fault-server/black-hole.ts';
import { expectNothingLeft } from '../../../http-testing/src/fault-server/leak-check.ts';
import { TimeoutError } from '../../src/errors/index.ts';
import type { TimeoutOptions } from '../../src/options/timeouts.ts';
import { clientOf, raw, readStream, withClient, type WireClient } from '../support/client-case.ts';
import { rejection } from '../support/fake-transport.ts';
import type { Script } from '../support/raw-server.ts';

const limit = 100;
const head = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n';
const silent: Script = async (connection) => {
  await connection.head();
};
const stalled: Script = async (connection) => {
  await connection.request();
  connection.write(`${head}abc`);
};
const dripping: Script = async (connection) => {
  await connection.request();
  connection.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
  const drip = setInterval(() => connection.write('x'), 10);
  await connection.closed;
  clearInterval(drip);
};
const unread: Script = async (connection) => {
  connection.pause();
  await delay(2.5 * limit);
  // Or it would not hear that the client has gone.
  connection.resume();
};
const large = new Uint8Array(30 * 2 ** 20);

/** That the call ends with this phase at its limit, and not much later. */
async function expectPhase(
  call: () => Promise<unknown>,
  phase: string,
  more: object = {},
): Promise<TimeoutError> {
  const start = performance.now();
  const thrown = await rejection(call());
  expect(thrown).toBeInstanceOf(TimeoutError);
  expect(thrown).toMatchObject({ phase, limit, name: 'TimeoutError', code: 'ERR_HTTP_TIMEOUT', ...more });
  expect((thrown as Error).message).toContain(`Request timed out after 0.1s (phase: ${phase})`);
  expect(performance.now() - start).toBeGreaterThanOrEqual(limit - 1);
  expect(performance.now() - start).toBeLessThan(limit + 400);
  return thrown as TimeoutError;
}

describe.each<[string, Script, TimeoutOptions, (client: WireClient) => Promise<unknown>, object]>([
  [
    'headers',
    silent,
    { headers: limit },
    (client) => client.get('/'),
    { sent: 'complete', responseStarted: false },
  ],
  ['headers', silent, { headers: limit }, (client) => client.stream('GET', '/'), { sent: 'complete' }],
  [
    'idle',
    stalled,
    { idle: limit },
    (client) => client.get('/'),
    { sent: 'complete', responseStarted: true },
  ],
  ['idle', stalled, { idle: limit }, async (client) => readStream(await client.stream('GET', '/')), {}],
  ['upload', unread, { idle: limit }, (client) => client.put('/', { body: large }), { sent: 'partial' }],
  ['attempt', dripping, { attempt: limit }, (client) => client.get('/'), { sent: 'complete' }],
  ['attempt', silent, { attempt: limit }, (client) => client.stream('GET', '/'), { sent: 'complete' }],
  ['total', dripping, { total: limit }, (client) => client.get('/'), { sent: 'complete' }],
  ['total', silent, { total: limit }, (client) => client.stream('GET', '/'), { sent: 'complete' }],
  ['total', unread, { total: limit }, (client) => client.put('/', { body: large }), { sent: 'partial' }],
])('timeout of phase %s (%#)', (phase, script, timeout, call, more) => {
  it.each([
    ['plain', {}],
    ['TLS', { tls: true }],
  ] as const)('over %s', (_name, server) =>
    withClient(
      script,
      async (client, served) => {
        const thrown = await expectPhase(() => call(client), phase, more);
        expect(thrown.attempts).toHaveLength(1);
        await served.waitFor(() => served.openConnections === 0);
        expect(served.connections).toBe(1);
      },
      { server, timeout },
    ),
  );
});

describe('before anything is sent', () => {
  it('a look-up that stalls is phase dns', () =>
    withClient(
      silent,
      async (client) => {
        await expectPhase(() => client.get('http://stalled.test/'), 'dns', { sent: 'none' });
      },
      { lookup: () => {}, timeout: { connect: limit }, absoluteUrls: 'any' },
    ));

  it('a SYN without an answer is phase connect', async () => {
    await using hole = await blackHole();
    await expectNothingLeft(async () => {
      await using client = clientOf(hole.origin, { timeout: { connect: limit } });
      await expectPhase(() => client.get('/'), 'connect', { sent: 'none' });
      await expectPhase(() => client.get('/', { timeout: { connect: null, total: limit } }), 'total', {
        sent: 'none',
      });
    });
  });

  it('a handshake that stalls is phase tls', () =>
    withClient(
      () => {},
      async (_client, server) => {
        await using client = clientOf(server.origin.replace('http:', 'https:'), {
          timeout: { connect: limit },
        });
        await expectPhase(() => client.get('/'), 'tls', { sent: 'none' });
      },
    ));

  it('a wait for the pool is phase pool, and the same wait says so at the deadline', () =>
    withClient(
      silent,
      async (client, server) => {
        const busy = rejection(client.get('/', { timeout: { headers: 400, pool: null } }));
        await server.waitFor(() => server.connections === 1);
        const full = await expectPhase(() => client.get('/', { timeout: { pool: limit } }), 'pool', {
          sent: 'none',
        });
        expect(full.message).toMatch(/connection pool exhausted.*maxConnections/);
        const late = await expectPhase(() => client.get('/', { timeout: limit }), 'total', { sent: 'none' });
        expect(late.message).toMatch(/connection pool exhausted.*maxConnections/);
        await busy;
        expect(server.connections).toBe(1);
      },
      { pool: { maxConnections: 1 } },
    ));

  it('and so does one for a place at its host', () =>
    withClient(
      silent,
      async (client, server) => {
        const busy = rejection(client.get('/', { timeout: { headers: 400 } }));
        await server.waitFor(() => server.connections === 1);
        for (const timeout of [{ pool: limit }, { total: limit }]) {
          const { message } = (await rejection(client.get('/', { timeout }))) as TimeoutError;
          expect(message).toMatch(/connection pool exhausted.*maxConnectionsPerHost\W+1/);
        }
        await busy;
      },
      { pool: { maxConnectionsPerHost: 1 } },
    ));
});

it('the message has the seconds of the limit', async () => {
  const { message } = new TimeoutError('total', 30_000);
  expect(message).toBe('Request timed out after 30.0s (phase: total)');
});

describe('one absolute deadline', () => {
  /** Each answer takes 40 ms: a redirect to the next number. */
  const chain: Script = async (connection) => {
    for await (const { target } of connection.requests()) {
      await delay(40);
      connection.write(raw([`location: /${Number(target.slice(1)) + 1}`], '', '302 Found'));
    }
  };

  it('spans redirects', () =>
    withClient(
      chain,
      async (client, server) => {
        await expectPhase(() => client.get('/0'), 'total');
        expect(server.requests.length).toBeLessThanOrEqual(3);
      },
      { timeout: limit },
    ));

  it('of an attempt spans redirects too', () =>
    withClient(
      chain,
      async (client) => {
        await expectPhase(() => client.get('/0'), 'attempt');
      },
      { timeout: { attempt: limit } },
    ));

  it('spans the wait for the pool and the body', () =>
    withClient(
      async (connection) => {
        for await (const _request of connection.requests()) {
          await delay(60);
          connection.write(`${head}abc`);
          await delay(15);
          connection.write('x'.repeat(97));
        }
      },
      async (client) => {
        const first = client.get('/', { timeout: 5_000 });
        // 75 ms of queue, then 60 to the head: neither alone is too long.
        await expectPhase(() => client.get('/'), 'total');
        expect((await first).status).toBe(200);
      },
      { timeout: limit, pool: { maxConnections: 1 } },
    ));

  it('of a stream ends at the head', () =>
    withClient(
      async (connection) => {
        await connection.request();
        connection.write(`${head}abc`);
        await delay(2 * limit);
        connection.write('x'.repeat(97));
      },
      async (client) => {
        const response = await client.stream('GET', '/', { timeout: { total: limit, attempt: limit } });
        expect((await readStream(response)).byteLength).toBe(100);
      },
    ));

  it('of an error’s body is no reason to hide that it is late', () =>
    withClient(
      async (connection) => {
        await connection.request();
        connection.write('HTTP/1.1 500 Oops\r\ncontent-length: 100\r\n\r\nabc');
      },
      async (client) => {
        await expectPhase(() => client.get('/'), 'total');
        await expectPhase(() => client.stream('GET', '/'), 'total');
      },
      { timeout: limit },
    ));
});
