import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, it } from 'vitest';

import { TransportError } from '../../src/errors/index.ts';
import { rawServer } from '../support/raw-server.ts';
import { underTest } from '../support/transport-under-test.ts';
import { answer, makeTransport, open, readAll, rejection, send, withServer } from '../support/wire.ts';

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const source = new URL('../../src/', import.meta.url).href;

/** Runs a module in a process of its own, a transport at hand; resolves with what it printed once it has come to its end by itself. */
async function run(script: string): Promise<string> {
  const module = `
    import { gotTransport } from '${source}transport/got-transport.ts';
    import { SystemClock } from '${source}time/system-clock.ts';
    import { defaultPool } from '${source}options/pool.ts';
    import { defaultTls } from '${source}options/tls.ts';
    const loaded = (name) => process.moduleLoadList.some((one) => one.endsWith(' ' + name));
    const before = loaded('http');
    const transport = gotTransport({ pool: { ...defaultPool, keepAliveTimeout: 60_000 }, tls: defaultTls, clock: new SystemClock() });
    const get = (url, more) => transport.exchange({
      method: 'GET', url: new URL(url), headers: Object.create(null), collect: 1_000_000,
      timeouts: { connect: 60_000, headers: 60_000, idle: 60_000 }, onAbort() {}, ...more,
    });
    ${script}
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@x/source', '--input-type=module', '--eval', module],
    { timeout: 8_000 },
  );
  return stdout.trim();
}

it('loads nothing before it is used', async () => {
  expect(await run(`console.log(loaded('http'), loaded('internal/deps/undici/undici'));`)).toBe(
    'false false',
  );
});

// INVARIANT: a process that has nothing but an idle client ends by itself.
it('lets a process with only idle connections end', async () => {
  await using server = await rawServer(answer(ok));
  const printed = await run(`console.log((await get('${server.url}')).status, transport.connections.idle);`);
  expect(printed).toBe('200 1');
});

it('keeps the process alive for an exchange', async () => {
  await using server = await rawServer(async (connection) => {
    await connection.request();
    setTimeout(() => connection.write(ok), 300);
  });
  expect(await run(`console.log((await get('${server.url}')).status);`)).toBe('200');
});

it('never lets an error go unheard', async () => {
  await using server = await rawServer(async (connection) => {
    await connection.head();
    if (connection.index % 2 === 0) connection.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc');
    connection.reset();
  });
  const printed = await run(`
    async function* body() { for (let i = 0; i < 100; i++) yield new Uint8Array(65_536); }
    const results = [];
    for (let i = 0; i < 20; i++) results.push(await get('${server.url}', i % 3 ? {} : { method: 'POST', body: body() }).catch((error) => error.name));
    console.log(new Set(results).size);
  `);
  expect(printed).toBe('1');
});

it('close destroys what is idle and what is under way', () =>
  withServer(
    async (connection) => {
      for await (const request of connection.requests()) {
        if (request.target === '/quick') connection.respond();
        if (request.target === '/slow') connection.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc');
      }
    },
    async (server, transport) => {
      await Promise.all([send(transport, `${server.url}/quick`), send(transport, `${server.url}/quick`)]);
      const waiting = rejection(send(transport, `${server.url}/never`));
      const collecting = rejection(send(transport, `${server.url}/slow`));
      const { body } = await open(transport, `${server.url}/slow`);
      const queued = rejection(send(transport, `${server.url}/queued`));
      const streaming = rejection(readAll(body));
      await transport.close();
      for (const error of await Promise.all([waiting, collecting, queued, streaming])) {
        expect(error).toBeInstanceOf(TransportError);
      }
      expect(transport.connections).toEqual({ open: 0, idle: 0, waiting: 0 });
      await server.waitFor(() => server.openConnections === 0, 250);
      expect(await rejection(send(transport, server.url))).toBeInstanceOf(TransportError);
      await transport.close();
    },
    { pool: { maxConnections: 3 } },
  ));

it('close dismisses an exchange that is connecting', async () => {
  const transport = makeTransport({ lookup: () => {} });
  await transport.prepare();
  const connecting = rejection(send(transport, 'http://users.example/'));
  await transport.close();
  expect(await connecting).toBeInstanceOf(TransportError);
  expect(transport.connections.open).toBe(0);
});

it(
  '10,000 at once all settle within maxConnections',
  () =>
    withServer(
      answer(ok),
      async (server, transport) => {
        const responses = await Promise.all(
          Array.from({ length: 10_000 }, () => send(transport, server.url)),
        );
        expect(responses.every(({ status }) => status === 200)).toBe(true);
        expect(server.connections).toBe(100);
        expect(transport.connections).toEqual({ open: 100, idle: 100, waiting: 0 });
      },
      { pool: { keepAliveTimeout: 60_000 } },
    ),
  30_000,
);

it('names itself and says what it can do', () => {
  const transport = makeTransport();
  expect(transport.name).toBe(underTest.transport.name);
  expect([...transport.features]).toEqual(underTest.transport.features);
});
