import type { ServerHttp2Stream } from 'node:http2';

import { expect, it, vi } from 'vitest';

import { virtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import { withHttp2 } from '../support/http2-server.ts';

/** Holds every request until it is let go. */
function gate() {
  const held: ServerHttp2Stream[] = [];
  let peak = 0;
  return {
    held,
    get peak() {
      return peak;
    },
    answer: (stream: ServerHttp2Stream) => {
      held.push(stream);
      peak = Math.max(peak, held.length);
    },
    holds: (count: number) => vi.waitFor(() => expect(held).toHaveLength(count)),
    letGo: () => {
      for (const stream of held.splice(0)) {
        stream.respond({ ':status': 200 });
        stream.end('ok');
      }
    },
  };
}

const echo = (stream: ServerHttp2Stream): void => {
  stream.respond({ ':status': 200 });
  stream.end('ok');
};
const many = (count: number) => Array.from({ length: count }, (_, index) => index);

it('carries what comes at once on one connection', () => {
  const { answer, holds, letGo } = gate();
  return withHttp2(answer, async (client, server) => {
    const calls = many(50).map(() => client.get('/'));
    await holds(50);
    expect(server.sessions).toHaveLength(1);
    letGo();
    for (const response of await Promise.all(calls)) expect(response.status).toBe(200);
  });
});

it('opens no more streams than the peer allows, nor more connections than the pool', () => {
  const held = gate();
  return withHttp2(
    held.answer,
    async (client, server) => {
      const calls = many(25).map(() => client.get('/'));
      await held.holds(10);
      let done = 0;
      for (const call of calls) void call.then(() => done++);
      while (done < 25) {
        held.letGo();
        await new Promise((resolve) => void setImmediate(resolve));
      }
      expect(held.peak).toBe(10);
      expect(server.sessions).toHaveLength(2);
    },
    { pool: { maxConnections: 2 } },
    { settings: { maxConcurrentStreams: 5 } },
  );
});

it('has an abort and a limit end a call that waits for a stream', () => {
  const { answer, holds, letGo } = gate();
  return withHttp2(
    answer,
    async (client) => {
      const first = client.get('/');
      await holds(1);
      const abort = new AbortController();
      const second = client.get('/', { signal: abort.signal });
      const third = client.get('/', { timeout: { pool: 20 } });
      const fourth = client.get('/');
      abort.abort('enough');
      await expect(second).rejects.toBe('enough');
      await expect(third).rejects.toMatchObject({ name: 'TimeoutError', phase: 'pool', sent: 'none' });
      letGo();
      expect((await first).status).toBe(200);
      await holds(1);
      letGo();
      expect((await fourth).status).toBe(200);
    },
    { pool: { maxConnections: 1 } },
    { settings: { maxConcurrentStreams: 1 } },
  );
});

it('lets what runs come to its end after GOAWAY, and opens another connection for the rest', () => {
  const { answer, holds, letGo, held } = gate();
  return withHttp2(answer, async (client, server) => {
    const first = client.get('/');
    await holds(1);
    const { id } = held[0] as ServerHttp2Stream;
    server.sessions[0]?.goaway(0, id);
    await vi.waitFor(async () => {
      const call = client.get('/', { timeout: { headers: 100 } }).catch(() => {});
      await call;
      expect(server.sessions.length).toBeGreaterThan(1);
    });
    letGo();
    expect(await (await first).text()).toBe('ok');
  });
});

it('closes a connection that has idled for long enough', () => {
  const clock = virtualClock();
  return withHttp2(
    echo,
    async (client, server) => {
      await client.get('/');
      await client.get('/');
      expect(server.sessions).toHaveLength(1);
      await clock.advance(4_001);
      await vi.waitFor(() => expect(server.openConnections).toBe(0));
      await client.get('/');
      expect(server.sessions).toHaveLength(2);
    },
    { clock },
  );
});

it('opens a connection for every request where none is to be kept', () =>
  withHttp2(
    echo,
    async (client, server) => {
      for (const _ of many(3)) await client.get('/');
      expect(server.sessions).toHaveLength(3);
      await vi.waitFor(() => expect(server.openConnections).toBe(0));
    },
    { pool: { forceClose: true } },
  ));

it('gives up an idle connection for another peer where the pool is full', () =>
  withHttp2(
    echo,
    async (client, server) => {
      await client.get('/');
      const port = new URL(server.origin).port;
      expect((await client.get(`https://localhost:${port}/`)).status).toBe(200);
      expect((await client.get('/')).status).toBe(200);
      expect(server.sessions).toHaveLength(3);
    },
    { pool: { maxConnections: 1 }, absoluteUrls: 'any' },
  ));

it('sends nothing more of what waits when it is closed', () => {
  const { answer, holds, held } = gate();
  let seen = 0;
  return withHttp2(
    (stream) => {
      seen++;
      answer(stream);
    },
    async (client) => {
      const calls = many(5).map(() => client.get('/').catch((error: unknown) => error));
      await holds(1);
      await client.close({ grace: 0 });
      for (const error of await Promise.all(calls)) expect(error).toBeInstanceOf(Error);
      expect([seen, held.length]).toEqual([1, 1]);
    },
    { pool: { maxConnections: 1 } },
    { settings: { maxConcurrentStreams: 1 } },
  );
});

it('takes another connection when the idle one has been closed by the peer', () =>
  withHttp2(echo, async (client, server) => {
    await client.get('/');
    server.sessions[0]?.destroy();
    expect(await (await client.get('/')).text()).toBe('ok');
    expect(server.sessions).toHaveLength(2);
  }));
