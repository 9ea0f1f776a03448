import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { blackHole } from '../../../http-testing/src/fault-server/black-hole.ts';
import { expectNothingLeft } from '../../../http-testing/src/fault-server/leak-check.ts';
import { clientOf, raw, readStream, withClient, type WireClient } from '../support/client-case.ts';
import { rejection } from '../support/fake-transport.ts';
import type { RawServer, Script } from '../support/raw-server.ts';

const reason = { why: 'the caller has lost interest' };
const head = 'HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n';
const silent: Script = async (connection) => {
  await connection.head();
};
const halfway: Script = async (connection) => {
  await connection.head();
  connection.write(`${head}abc`);
};
const unread: Script = async (connection) => {
  connection.pause();
  await delay(200);
  // Or it would not hear that the client has gone.
  connection.resume();
};

/** That the call rejects with the reason itself within 50 ms of the abort, and lets go of the signal. */
async function expectAborted(
  call: (signal: AbortSignal) => Promise<unknown>,
  before: () => Promise<unknown> = () => delay(40),
): Promise<void> {
  const controller = new AbortController();
  const promise = rejection(call(controller.signal));
  await before();
  const start = performance.now();
  controller.abort(reason);
  expect(await promise).toBe(reason);
  expect(performance.now() - start).toBeLessThan(50);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
}

const gone = (server: RawServer): Promise<void> => server.waitFor(() => server.openConnections === 0, 1_000);

describe.each([
  ['plain', {}],
  ['TLS', { tls: true }],
] as const)(
  'over %s an abort rejects with the very reason at once, and the server sees the close',
  (_name, server) => {
    it.each<[string, Script, (client: WireClient, signal: AbortSignal) => Promise<unknown>]>([
      ['before the head', silent, (client, signal) => client.get('/', { signal })],
      ['before the head of a stream', silent, (client, signal) => client.stream('GET', '/', { signal })],
      ['within a body', halfway, (client, signal) => client.get('/', { signal })],
      [
        'within a body that is read as a stream',
        halfway,
        async (client, signal) => readStream(await client.stream('GET', '/', { signal })),
      ],
      [
        'within a body that is collected from a stream',
        halfway,
        async (client, signal) => (await client.stream('GET', '/', { signal })).bytes(),
      ],
      [
        'within the body of an error',
        async (connection) => {
          await connection.head();
          connection.write('HTTP/1.1 500 Oops\r\ncontent-length: 100\r\n\r\nabc');
        },
        (client, signal) => client.get('/', { signal }),
      ],
      [
        'within an upload of bytes',
        unread,
        (client, signal) => client.put('/', { signal, body: new Uint8Array(20_000_000) }),
      ],
      ['through fetch', silent, (client, signal) => client.fetch('/', { signal })],
    ])('%s', (_when, script, call) =>
      withClient(
        script,
        async (client, served) => {
          await expectAborted(
            (signal) => call(client, signal),
            () => served.waitFor(() => served.connections === 1).then(() => delay(40)),
          );
          await gone(served);
          expect(served.connections).toBe(1);
        },
        { server },
      ),
    );

    it('between two hops', () =>
      withClient(
        async (connection) => {
          for await (const { target } of connection.requests()) {
            if (target === '/') connection.write(raw(['location: /b'], 'moved', '302 Found'));
          }
        },
        async (client, served) => {
          await expectAborted(
            (signal) => client.get('/', { signal }),
            () => served.waitFor(() => served.requests.length === 2),
          );
          await gone(served);
        },
        { server },
      ));

    it('with the source of the body destroyed', async () => {
      let isEnded = false;
      const generated = async function* (): AsyncGenerator<Uint8Array> {
        try {
          for (;;) yield new Uint8Array(65_536);
        } finally {
          isEnded = true;
        }
      };
      const node = new Readable({ read() {} });
      let isCancelled = false;
      const web = new ReadableStream({ cancel: () => void (isCancelled = true) });
      await withClient(
        unread,
        async (client, served) => {
          await expectAborted((signal) => client.put('/', { signal, body: generated() }));
          expect(isEnded).toBe(true);
          await expectAborted((signal) => client.put('/', { signal, body: node }));
          expect(node.destroyed).toBe(true);
          await expectAborted((signal) => client.put('/', { signal, body: web }));
          await delay(1);
          expect(isCancelled).toBe(true);
          await gone(served);
        },
        { server },
      );
    });
  },
);

describe('where there is no server to see it', () => {
  it('before it began nothing is opened, and the source is destroyed', () =>
    withClient(silent, async (client, server) => {
      const node = new Readable({ read() {} });
      node.on('error', () => {});
      const signal = AbortSignal.abort(reason);
      expect(await rejection(client.put('/', { signal, body: node }))).toBe(reason);
      expect(await rejection(client.stream('GET', '/', { signal }))).toBe(reason);
      expect(await rejection(client.fetch('/', { signal }))).toBe(reason);
      expect(node.destroyed).toBe(true);
      expect(server.connections).toBe(0);
    }));

  it('in the queue of the pool, which it leaves', () =>
    withClient(
      async (connection) => {
        await connection.request();
        await delay(120);
        connection.write(raw([], 'first'));
        await connection.request();
        connection.write(raw([], 'third'));
      },
      async (client, server) => {
        const first = client.get('/1').text();
        const aborted = expectAborted((signal) => client.get('/2', { signal }));
        const third = client.get('/3').text();
        await aborted;
        expect(await Promise.all([first, third])).toEqual(['first', 'third']);
        expect(server.requests.map(({ target }) => target)).toEqual(['/1', '/3']);
      },
      { pool: { maxConnections: 1 } },
    ));

  it('in a look-up', () =>
    withClient(
      silent,
      (client) => expectAborted((signal) => client.get('http://stalled.test/', { signal })),
      { lookup: () => {}, absoluteUrls: 'any' },
    ));

  it('while connecting', async () => {
    await using hole = await blackHole();
    await expectNothingLeft(async () => {
      await using client = clientOf(hole.origin);
      await expectAborted((signal) => client.get('/', { signal }));
    });
  });

  it('within the handshake', () =>
    withClient(
      () => {},
      async (_client, server) => {
        await using client = clientOf(server.origin.replace('http:', 'https:'));
        await expectAborted((signal) => client.get('/', { signal }));
        await gone(server);
      },
    ));

  it('while a plugin opens', async () => {
    const { createClient } = await import('../../src/create-client.ts');
    const slow = {
      name: 'slow',
      contract: 1 as const,
      setup: () => ({ callOptions: {}, open: () => delay(150) }),
    };
    const client = createClient({ baseUrl: 'http://127.0.0.1:9', plugins: [slow] });
    await expectAborted((signal) => client.get('/', { signal }));
    await client.close();
  });
});

it('an unread stream is gone at once, and its later read rejects with the reason', () =>
  withClient(halfway, async (client, server) => {
    const controller = new AbortController();
    const response = await client.stream('GET', '/', { signal: controller.signal });
    controller.abort(reason);
    expect(await rejection(response.bytes())).toBe(reason);
    await gone(server);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  }));

it('an abort after the end changes nothing', () =>
  withClient(
    async (connection) => {
      for await (const _request of connection.requests()) connection.write(raw([], 'ok'));
    },
    async (client, server) => {
      const controller = new AbortController();
      const { signal } = controller;
      const response = await client.get('/', { signal });
      const stream = await client.stream('GET', '/', { signal });
      expect((await readStream(stream)).toString()).toBe('ok');
      controller.abort(reason);
      expect(await response.text()).toBe('ok');
      expect(await client.get('/').text()).toBe('ok');
      expect(server.connections).toBe(1);
    },
  ));

it('a signal that timed out rejects with its own error', () =>
  withClient(silent, async (client) => {
    const thrown = await rejection(client.get('/', { signal: AbortSignal.timeout(30) }));
    expect(thrown).toBeInstanceOf(DOMException);
    expect(thrown).toHaveProperty('name', 'TimeoutError');
  }));
