import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { describe, expect, it } from 'vitest';

import {
  bandwidth,
  expectNothingLeft,
  faultServer,
  latency,
  limitData,
  makeAuthority,
  relay,
  resetPeer,
  respond,
  slicer,
  timeout,
  type Toxic,
} from '../../../src/index.ts';
import { failureOf, nodeRequest, oneConnection } from '../../support/node-request.ts';

const body = 'x'.repeat(2_000);

/** A server that answers with 2,000 bytes, and a relay with those toxics before it; nothing may be left of a case. */
async function through<T>(toxics: readonly Toxic[], run: (url: string) => Promise<T>): Promise<T> {
  await using server = await faultServer({ always: respond(200, { body }) });
  await using front = await relay({ target: server.url, toxics });
  await nodeRequest(server.url);
  return await expectNothingLeft(() => run(front.url), { servers: [server, front] });
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

it('passes everything on without toxics, TLS too', async () => {
  expect((await through([], (url) => nodeRequest(url))).body).toBe(body);
  await using server = await faultServer({ tls: true, always: respond(200, { body: 'secret' }) });
  await using front = await relay({ target: server.url });
  expect(front.url).toMatch(/^https:/);
  const { request } = await import('node:https');
  const { cert: ca } = await makeAuthority();
  const outgoing = request(front.url, { ca, agent: false }).end();
  const [response] = (await once(outgoing, 'response')) as [AsyncIterable<Buffer>];
  for await (const chunk of response) expect(chunk.toString()).toBe('secret');
});

it('passes a reset and an end on as what they are', async () => {
  for (const ending of ['reset', 'end'] as const) {
    await using server = await faultServer({
      always: async (connection) => {
        await connection.send('hello');
        connection[ending]();
      },
    });
    await using front = await relay({ target: server.url });
    const socket = connect(front.port, '127.0.0.1').resume();
    const outcome = new Promise((resolve) => {
      socket.on('end', () => resolve('end'));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(await outcome).toBe(ending === 'end' ? 'end' : 'ECONNRESET');
  }
});

describe('toxics', () => {
  it('latency delays every byte by as much, give or take the jitter', async () => {
    expect(
      await through([latency({ ms: 80 })], (url) => timed(() => nodeRequest(url))),
    ).toBeGreaterThanOrEqual(79);
    const early = latency({ ms: 80, jitter: 60, random: () => 0 });
    const late = latency({ ms: 80, jitter: 60, random: () => 1 });
    expect(await through([early], (url) => timed(() => nodeRequest(url)))).toBeGreaterThanOrEqual(19);
    expect(await through([late], (url) => timed(() => nodeRequest(url)))).toBeGreaterThanOrEqual(139);
  });

  it('bandwidth lets so many bytes through in a second', async () => {
    const slow = await through([bandwidth({ bytesPerSecond: 10_000 })], (url) =>
      timed(() => nodeRequest(url)),
    );
    expect(slow).toBeGreaterThanOrEqual(190);
  });

  it('slicer cuts into small pieces', async () => {
    const sizes: number[] = [];
    const watch: Toxic = {
      name: 'watch',
      async *apply({ data }) {
        sizes.push(data.length);
        yield data;
      },
    };
    const toxics = [slicer({ size: 100, variation: 20, random: () => 0.75 }), watch];
    expect((await through(toxics, (url) => nodeRequest(url))).body).toBe(body);
    expect(Math.max(...sizes)).toBe(110);
    expect(sizes.length).toBeGreaterThan(15);
  });

  it('timeout lets nothing through and ends the connection then', async () => {
    const run = (url: string) =>
      timed(async () => expect(await failureOf(nodeRequest(url))).toBe('ECONNRESET'));
    expect(await through([timeout({ ms: 60 })], run)).toBeGreaterThanOrEqual(59);
  });

  it('resetPeer resets', async () => {
    const code = await through([resetPeer({ ms: 20 })], async (url) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      return (await once(socket, 'error').catch((error: unknown) => [error])) as [NodeJS.ErrnoException];
    });
    expect(code[0].code).toBe('ECONNRESET');
  });

  it('limitData ends the connection after so many bytes', async () => {
    const received = await through([limitData({ bytes: 500 })], async (url) => {
      const socket: Socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
      let length = 0;
      socket.on('data', (chunk: Buffer) => (length += chunk.length));
      await once(socket, 'close');
      return length;
    });
    expect(received).toBe(500);
  });
});

it('can be switched while it runs, on open connections too, and act upstream', async () => {
  const agent = oneConnection();
  await using server = await faultServer({ always: respond(200, { body }) });
  await using front = await relay({
    target: server.url,
    toxics: [timeout({ ms: 0 })],
    direction: 'upstream',
  });
  const stalled = failureOf(nodeRequest(front.url, { agent, signal: AbortSignal.timeout(60) }));
  expect(await stalled).toMatch(/ABORT/);
  expect(server.requests).toHaveLength(0);
  front.use([], 'upstream');
  expect((await nodeRequest(front.url, { agent })).body).toBe(body);
  const { connections } = front;
  front.use([latency({ ms: 50 })]);
  expect(await timed(() => nodeRequest(front.url, { agent }))).toBeGreaterThanOrEqual(49);
  front.use([]);
  expect(front.connections).toBe(connections);
  agent.destroy();
});
