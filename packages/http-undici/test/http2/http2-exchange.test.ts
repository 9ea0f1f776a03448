import type { ServerHttp2Stream } from 'node:http2';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { describe, expect, it, vi } from 'vitest';

import { makeAuthority } from '../../../http-testing/src/fault-server/certificates.ts';
import { http2Client, withHttp2 } from '../support/http2-server.ts';

const ok = (stream: ServerHttp2Stream) => {
  stream.respond({ ':status': 200 });
  stream.end('ok');
};

it('speaks HTTP/2 with a server that does', () =>
  withHttp2(
    (stream, headers) => {
      stream.respond({ ':status': 201, 'x-path': headers[':path'], 'set-cookie': ['a=1', 'b=2'] });
      stream.end('made');
    },
    async (client, server) => {
      const response = await client.get('/a?b=c');
      expect(response.status).toBe(201);
      expect(response.statusText).toBe('');
      expect(response.httpVersion).toBe('2.0');
      expect(response.headers.get('x-path')).toBe('/a?b=c');
      expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
      expect(Object.keys(Object.fromEntries(response.headers)).sort()).toEqual([
        'date',
        'set-cookie',
        'x-path',
      ]);
      expect(await response.text()).toBe('made');
      expect((await client.get('/')).httpVersion).toBe('2.0');
      expect(server.sessions).toHaveLength(1);
      expect(client.describe().options).toMatchObject({ http2: true });
    },
  ));

it('falls back to HTTP/1.1 on the same connection where the server does not choose HTTP/2', async () => {
  const authority = await makeAuthority();
  let connections = 0;
  const server = createServer(await authority.issue(), (_request, response) => response.end('ok'));
  server.on('secureConnection', () => connections++);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await using client = http2Client({ origin: `https://127.0.0.1:${port}`, ca: authority.cert });
  for (let count = 0; count < 3; count++) {
    const response = await client.get('/');
    expect(response.httpVersion).toBe('1.1');
    expect(await response.text()).toBe('ok');
  }
  expect(connections).toBe(1);
  // Nobody waits for somebody else's connection any more.
  await Promise.all(Array.from({ length: 5 }, () => client.get('/')));
  expect(connections).toBe(5);
  server.close();
});

it('asks again over HTTP/1.1 when the server requires that, and from then on', () => {
  let refused = 0;
  return withHttp2(
    (stream) => {
      refused++;
      stream.close(13);
    },
    async (client) => {
      expect(await (await client.post('/', { json: {} })).text()).toBe('over HTTP/1.1');
      expect((await client.get('/')).httpVersion).toBe('1.1');
      expect(refused).toBe(1);
    },
    {},
    { allowHTTP1: true },
  );
});

describe('a request body', () => {
  const counting = (stream: ServerHttp2Stream) => {
    let size = 0;
    stream.on('data', (chunk: Buffer) => (size += chunk.length));
    stream.on('end', () => {
      stream.respond({ ':status': 200 });
      stream.end(String(size));
    });
  };
  async function* pieces() {
    for (let count = 0; count < 30; count++) yield new Uint8Array(100_000);
  }

  it.each([
    ['in one write', () => new Uint8Array(10), 10],
    ['in slices', () => new Uint8Array(3_000_000), 3_000_000],
    ['from a source', pieces, 3_000_000],
  ])('goes out %s, and tells how far it is', (_name, body, size) =>
    withHttp2(counting, async (client) => {
      const seen: number[] = [];
      const onUploadProgress = ({ transferred }: { transferred: number }) => void seen.push(transferred);
      const response = await client.post('/', { body: body(), onUploadProgress });
      expect(await response.text()).toBe(String(size));
      expect(seen.at(-1)).toBe(size);
    }),
  );

  it('is stopped by a refusal, which is told', () => {
    let isClosed = false;
    return withHttp2(
      (stream) => {
        stream.on('close', () => (isClosed = true));
        stream.respond({ ':status': 413 });
        stream.end('too much');
      },
      async (client, server) => {
        let isEnded = false;
        async function* endless() {
          try {
            for (;;) yield new Uint8Array(10_000);
          } finally {
            isEnded = true;
          }
        }
        const call = client.post('/', { body: endless() });
        await expect(call).rejects.toMatchObject({ name: 'ClientStatusError', status: 413 });
        await vi.waitFor(() => expect([isClosed, isEnded]).toEqual([true, true]));
        expect(server.openConnections).toBe(1);
      },
    );
  });
});

describe('a response body', () => {
  const large = (stream: ServerHttp2Stream) => {
    stream.respond({ ':status': 200 });
    stream.end(Buffer.alloc(8_000_000));
  };

  it('is capped, and the connection stays', () =>
    withHttp2(
      large,
      async (client, server) => {
        const call = client.get('/', { maxResponseBytes: 1_000_000 });
        await expect(call).rejects.toMatchObject({ name: 'ResponseTooLargeError', reason: 'streamed' });
        expect(await (await client.get('/')).bytes()).toHaveLength(8_000_000);
        expect(server.sessions).toHaveLength(1);
      },
      { maxResponseBytes: 10_000_000 },
    ));

  it('is capped by what is announced', () =>
    withHttp2(
      (stream) => {
        stream.respond({ ':status': 200, 'content-length': 2_000 });
        stream.write('x');
      },
      async (client) => {
        const call = client.get('/', { maxResponseBytes: 1_000 });
        await expect(call).rejects.toMatchObject({ name: 'ResponseTooLargeError', reason: 'declared' });
      },
    ));

  it('comes no faster than it is read, and holds up no other', () => {
    let written = 0;
    return withHttp2(
      (stream, headers) => {
        if (headers[':path'] === '/ok') {
          ok(stream);
          return;
        }
        stream.respond({ ':status': 200 });
        const more = () => {
          if (written++ === 40) stream.end();
          else stream.write(Buffer.alloc(1_000_000), more);
        };
        more();
      },
      async (client, server) => {
        const response = await client.stream('GET', '/large');
        let before = 0;
        for (let still = 0; still < 20; still++) {
          await client.get('/ok');
          if (written !== before) still = 0;
          before = written;
        }
        expect(written).toBeLessThan(20);
        expect(await response.bytes()).toHaveLength(40_000_000);
        expect(server.sessions).toHaveLength(1);
      },
    );
  });
});

describe('limits', () => {
  const silent = (): void => {};

  it('an abort resets the stream and leaves the connection', () => {
    const codes: number[] = [];
    return withHttp2(
      (stream, headers) => {
        if (headers[':path'] === '/ok') ok(stream);
        else stream.on('close', () => codes.push(stream.rstCode));
      },
      async (client, server) => {
        const abort = new AbortController();
        const call = client.get('/', { signal: abort.signal });
        const failed = call.then(
          () => undefined,
          (error: unknown) => error,
        );
        await vi.waitFor(() => expect(server.sessions).toHaveLength(1));
        const other = client.get('/ok');
        abort.abort('enough');
        expect(await failed).toBe('enough');
        expect(await (await other).text()).toBe('ok');
        expect(await (await client.get('/ok')).text()).toBe('ok');
        await vi.waitFor(() => expect(codes).toEqual([8]));
        expect(server.sessions).toHaveLength(1);
      },
    );
  });

  it('no head in time', () =>
    withHttp2(silent, async (client, server) => {
      const call = client.get('/', { timeout: { headers: 50 } });
      await expect(call).rejects.toMatchObject({ name: 'TimeoutError', phase: 'headers', sent: 'complete' });
      expect(server.openConnections).toBe(1);
    }));

  it('no more of the body in time', () =>
    withHttp2(
      (stream) => {
        stream.respond({ ':status': 200 });
        stream.write('some');
      },
      async (client) => {
        const call = client.get('/', { timeout: { idle: 50 } });
        await expect(call).rejects.toMatchObject({ name: 'TimeoutError', phase: 'idle' });
      },
    ));

  it('headers of more than 16 KiB', () =>
    withHttp2(
      (stream) => {
        const many = Object.fromEntries(
          Array.from({ length: 20 }, (_, index) => [`x-${index}`, 'a'.repeat(1_000)]),
        );
        stream.respond({ ':status': 200, ...many });
        stream.end();
      },
      async (client) => {
        await expect(client.get('/')).rejects.toMatchObject({ name: 'ProtocolError', reason: 'headers' });
      },
    ));

  it.each([
    [8, 200],
    [9, undefined],
  ])('%i interim responses', (count, status) =>
    withHttp2(
      (stream) => {
        for (let index = 0; index < count; index++) stream.additionalHeaders({ ':status': 103 });
        ok(stream);
      },
      async (client) => {
        const call = client.get('/').then(
          (response) => response.status,
          (error: unknown) => error,
        );
        if (status !== undefined) expect(await call).toBe(status);
        else expect(await call).toMatchObject({ name: 'ProtocolError', reason: 'framing' });
      },
    ),
  );
});

it('says that nothing was sent when the server did not process the request', () =>
  withHttp2(
    (stream) => stream.close(7),
    async (client) => {
      const refused = { name: 'NetworkError', reason: 'reset', sent: 'none', responseStarted: false };
      await expect(client.post('/', { json: {} })).rejects.toMatchObject(refused);
    },
  ));

it('fails the streams of a connection that breaks', () =>
  withHttp2(
    (stream, headers) => {
      if (headers[':path'] === '/head') stream.respond({ ':status': 200 });
      else if (stream.session !== undefined) setImmediate(() => stream.session?.destroy());
    },
    async (client) => {
      const calls = [client.post('/head', { json: {} }), client.post('/', { json: {} })];
      const [first, second] = await Promise.allSettled(calls);
      expect(first).toMatchObject({ reason: { name: 'NetworkError', sent: 'complete' } });
      expect(second).toMatchObject({ reason: { name: 'NetworkError', reason: 'reset', sent: 'complete' } });
    },
  ));

it('speaks HTTP/1.1 where there is no TLS', async () => {
  const { rawServer } = await import('../../../http-core/test/support/raw-server.ts');
  const { answering, raw } = await import('../../../http-core/test/support/client-case.ts');
  await using server = await rawServer(answering(raw([], 'ok')));
  await using client = http2Client({ origin: server.origin, ca: '' }, { tls: {} });
  expect((await client.get('/')).httpVersion).toBe('1.1');
});
