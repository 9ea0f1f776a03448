import assert from 'node:assert/strict';
import { inspect } from 'node:util';

import { NetworkError, ProtocolError } from '@x/http-core';

import type { Script } from '../../fault-server/connection-script.ts';
import { faultServer } from '../../fault-server/fault-server.ts';
import { rejection } from '../rejection.ts';
import { repeated, source } from './body-source.ts';
import { exchange } from './transport-bench.ts';
import { guard, type TransportGuard } from './transport-guard.ts';
import { within } from './waiting.ts';
import { answering, chunkedHead, readAll } from './wire-scripts.ts';

const cutByLength: Script = async (connection) => {
  await connection.request();
  connection.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc');
};
const cutInChunks: Script = async (connection) => {
  await connection.request();
  connection.end(`${chunkedHead}3\r\nabc\r\n`);
};
const notHttp = [
  'garbage\r\n\r\n',
  'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
  'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n',
  'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  `${chunkedHead}zz\r\nabc\r\n0\r\n\r\n`,
  'HTTP/1.1 200 OK\r\nna me: value\r\ncontent-length: 0\r\n\r\n',
];

/** That each failure is told by its class and reason, and holds no secret. */
export const failureGuards: readonly TransportGuard[] = [
  guard('failures', 'tells a refused connection, and where', async (bench) => {
    const gone = await faultServer();
    const { port, origin } = gone;
    await gone.close();
    await bench.without(async ({ transport }) => {
      const error = await rejection(exchange(transport, origin));
      assert.ok(error instanceof NetworkError, String(error));
      assert.deepEqual([error.reason, error.sent], ['refused', 'none']);
      assert.match(error.message, new RegExp(`^Cannot connect to host 127\\.0\\.0\\.1:${port}`));
    });
  }),

  guard('failures', 'tells a connection that ends before the head', async (bench) => {
    for (const how of ['reset', 'end'] as const) {
      const script: Script = async (connection) => {
        await connection.request();
        connection[how]();
      };
      await bench.serve(script, async ({ send }) => {
        const error = await rejection(send());
        assert.ok(error instanceof NetworkError, String(error));
        assert.deepEqual([error.reason, error.responseStarted], ['reset', false]);
      });
    }
  }),

  guard('failures', 'never takes a cut body for a whole one', async (bench) => {
    for (const script of [cutByLength, cutInChunks]) {
      await bench.serve(script, async ({ send, open }) => {
        const { body } = await open();
        for (const error of [await rejection(send()), await rejection(readAll(body))]) {
          assert.ok(error instanceof NetworkError, String(error));
          assert.equal(error.reason, 'truncated');
          assert.equal(error.responseStarted, true);
        }
      });
    }
  }),

  guard('malformed', 'tells what is not HTTP, and closes the connection', async (bench) => {
    for (const bytes of notHttp) {
      await bench.serve(answering(bytes), async ({ send, server }) => {
        const error = await within(rejection(send()), JSON.stringify(bytes), 2_000);
        assert.ok(error instanceof ProtocolError, `${JSON.stringify(bytes)}: ${String(error)}`);
        assert.equal(error.reason, 'framing');
        await server.waitFor(() => server.openConnections === 0, 1_000);
      });
    }
  }),

  guard('malformed', 'refuses a head without end', (bench) =>
    bench.serve(
      async (connection) => {
        await connection.request();
        connection.write('HTTP/1.1 200 OK\r\n');
        for (
          let sent = 0;
          sent < 2 ** 24 && (await connection.send(`x: ${'y'.repeat(8_000)}\r\n`));
          sent += 8_000
        );
      },
      async ({ send }) => {
        const error = await within(rejection(send()), 'a head without end', 4_000);
        assert.ok(error instanceof ProtocolError, String(error));
        assert.equal(error.reason, 'headers');
      },
    ),
  ),

  guard('malformed', 'refuses a 101 that nobody asked for, and closes the connection', async (bench) => {
    for (const headers of ['connection: upgrade\r\nupgrade: websocket\r\n', '']) {
      const bytes = `HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`;
      await bench.serve(answering(bytes), async ({ send, server }) => {
        const error = await within(rejection(send()), 'an unasked 101', 2_000);
        assert.ok(error instanceof ProtocolError, String(error));
        assert.equal(error.reason, 'upgrade');
        await server.waitFor(() => server.openConnections === 0, 1_000);
      });
    }
  }),

  guard('sent', 'tells how much of the request had gone out', async (bench) => {
    const cutUpload: Script = async (connection) => {
      await connection.head();
      await connection.bytes(65_536);
      connection.reset();
    };
    await bench.serve(cutUpload, async ({ send }) => {
      const error = await rejection(send({ method: 'POST', body: source(repeated(2_000, 65_536)).body }));
      assert.ok(error instanceof NetworkError, String(error));
      assert.equal(error.sent, 'partial');
    });
    const cutAnswer: Script = async (connection) => {
      await connection.request();
      connection.reset();
    };
    await bench.serve(cutAnswer, async ({ send }) => {
      for (const body of [undefined, new Uint8Array(10)]) {
        const error = await rejection(send({ method: 'POST', body }));
        assert.ok(error instanceof NetworkError, String(error));
        assert.equal(error.sent, 'complete');
      }
    });
  }),

  guard('failures', 'shows nothing of a request in its errors', async (bench) => {
    const headers = { authorization: 'Bearer hunter2-secret', cookie: 'id=hunter2-secret' };
    for (const script of [cutByLength, answering('garbage hunter2\r\n\r\n')]) {
      await bench.serve(script, async ({ send }) => {
        const error = await rejection(send({ headers, target: '/?api_key=hunter2-secret' }));
        const forms = [
          String(error),
          inspect(error, { depth: Infinity, showHidden: true }),
          // As a logger sees it that knows nothing of inspect.
          inspect(error, { depth: Infinity, customInspect: false }),
          JSON.stringify(error),
        ];
        for (const form of forms) assert.ok(!form.includes('hunter2-secret'), `shows a secret: ${form}`);
      });
    }
  }),
];
