import { Readable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import type { RespondOptions } from '../../../http-testing/src/fault-server/connection.ts';
import type { RawRequest } from '../../../http-testing/src/fault-server/read-request.ts';
import type { BodyInput } from '../../src/body/body-input.ts';
import type { Client } from '../../src/client.ts';
import { RedirectError } from '../../src/errors/index.ts';
import {
  type NamedServer,
  namedServer,
  rejection,
  routing,
  withNamedClient,
} from '../support/named-origins.ts';

type Run = (client: Client<{}, readonly []>, server: NamedServer) => Promise<unknown>;

/** Redirects `/from` with that status to `location`; over TLS too. Gives the requests that came in. */
async function requestsOf(
  from: RespondOptions & { readonly location?: string; readonly isSecure?: boolean },
  run: Run,
): Promise<readonly RawRequest[]> {
  const { location = '/to', isSecure = false, ...rest } = from;
  const server = await namedServer(
    routing(({ target }) => (target === '/from' ? { ...rest, headers: { location } } : { body: 'done' })),
    isSecure,
  );
  try {
    await withNamedClient({ servers: [server], baseUrl: server.at('a.test') }, (client) =>
      run(client, server),
    );
    return server.requests;
  } finally {
    await server.close();
  }
}

interface Sent {
  readonly body?: BodyInput;
  readonly json?: unknown;
  readonly form?: Record<string, string>;
}

const statuses = [301, 302, 303, 307, 308];
const methods = ['GET', 'HEAD', 'OPTIONS', 'DELETE', 'POST', 'PUT', 'PATCH', 'PURGE'];
const matrix = statuses.flatMap((status) => methods.map((method) => ({ status, method })));

/** Fetch, "HTTP-redirect fetch". */
function methodAfter(status: number, method: string): string {
  if (status === 303) return method === 'HEAD' ? 'HEAD' : 'GET';
  return status < 303 && method === 'POST' ? 'GET' : method;
}

describe.each([false, true])('after a redirect (TLS: %s)', (isSecure) => {
  it.each(matrix)('$status of a $method the method is by the rules of Fetch', async ({ status, method }) => {
    const [, second] = await requestsOf({ status, isSecure }, (client) => client.request(method, 'from'));
    expect([second?.method, second?.target]).toEqual([methodAfter(status, method), '/to']);
    expect(second?.body.toString()).toBe('');
  });

  const withBody = matrix.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
  const bodies: readonly (readonly [string, Sent])[] = [
    ['text', { body: 'text' }],
    ['JSON', { json: { text: 'é' } }],
    ['a form', { form: { text: 'a b' } }],
    ['bytes', { body: new Uint8Array(100_000).fill(7) }],
    ['a blob', { body: new Blob(['text'], { type: 'text/x' }) }],
    ['FormData', { body: formData() }],
    ['a function', { body: () => Readable.from([Buffer.from('te'), Buffer.from('xt')]) }],
  ];
  it.each(bodies)('%s goes out again byte for byte, or not at all', async (_name, options) => {
    for (const { status, method } of withBody) {
      const [first, second] = await requestsOf({ status, isSecure }, (client) =>
        client.request(method, 'from', options),
      );
      const isKept = methodAfter(status, method) === method;
      expect(first?.body.length).toBeGreaterThan(0);
      expect(second?.body).toEqual(isKept ? first?.body : Buffer.alloc(0));
      const own = ['content-type', 'content-length', 'transfer-encoding'];
      for (const name of own) {
        expect(second?.headers[name]).toEqual(isKept ? first?.headers[name] : undefined);
      }
    }
  });
});

function formData(): FormData {
  const form = new FormData();
  form.set('field', 'value');
  form.set('file', new File(['content'], 'a.txt', { type: 'text/plain' }));
  return form;
}

// INVARIANT: row R6: a stream is sent once; breaks when a redirect opens the source again or forgets to end it.
describe('a body that cannot be sent again', () => {
  const kept = matrix.filter(
    ({ status, method }) => method !== 'GET' && method !== 'HEAD' && methodAfter(status, method) === method,
  );
  it.each(kept)('fails a $status of a $method, with its source destroyed', async ({ status, method }) => {
    for (const verb of ['request', 'stream'] as const) {
      const node = Readable.from([Buffer.from('text')]);
      let isReturned = false;
      const web = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(Buffer.from('text')),
        pull: (controller) => controller.close(),
      });
      async function* generated(): AsyncGenerator<Uint8Array, void, undefined> {
        try {
          yield Buffer.from('text');
        } finally {
          isReturned = true;
        }
      }
      for (const body of [node, web, generated()]) {
        const requests = await requestsOf({ status }, async (client) => {
          const error = await rejection(client[verb](method, 'from', { body }));
          expect(error).toBeInstanceOf(RedirectError);
          expect(error).toMatchObject({ reason: 'body', location: expect.stringMatching(/\/to$/) });
        });
        expect(requests.map(({ body: sent }) => sent.toString())).toEqual(['text']);
      }
      expect([node.destroyed, isReturned]).toEqual([true, true]);
    }
  });

  it.each([301, 302, 303])('is no obstacle where the body is dropped: %i', async (status) => {
    const node = Readable.from([Buffer.from('text')]);
    const requests = await requestsOf({ status }, (client) => client.post('from', { body: node }));
    expect(requests.map(({ method, body }) => [method, body.toString()])).toEqual([
      ['POST', 'text'],
      ['GET', ''],
    ]);
    expect(node.destroyed).toBe(true);
  });
});

/** An upload without end; tells when it is let go. */
function endless(): { readonly body: Readable; readonly closed: Promise<void> } {
  const body = new Readable({
    read() {
      this.push(Buffer.alloc(16_384));
    },
  });
  return { body, closed: new Promise((resolve) => void body.once('close', resolve)) };
}

/** Answers the head of a request to `/from` at once, without reading the body. */
function early(status: number, isSecure: boolean): Promise<NamedServer> {
  return namedServer(async (connection) => {
    const head = await connection.head();
    if (head.target === '/from') {
      connection.respond({ status, headers: { location: '/to' } });
      return;
    }
    await connection.body(head);
    connection.respond({ body: 'done' });
  }, isSecure);
}

describe.each([false, true])('a redirect that comes before the upload is over (TLS: %s)', (isSecure) => {
  it('ends the source of a stream, and fails when the body were asked for again', async () => {
    await using server = await early(307, isSecure);
    const { body, closed } = endless();
    await withNamedClient({ servers: [server] }, async (client) => {
      const error = await rejection(client.post(`${server.at('a.test')}/from`, { body }));
      expect(error).toMatchObject({ code: 'ERR_HTTP_REDIRECT', reason: 'body' });
      await closed;
    });
    expect(server.requests).toHaveLength(0);
  });

  it('ends the source of a stream, and goes on without the body', async () => {
    await using server = await early(303, isSecure);
    const { body, closed } = endless();
    await withNamedClient({ servers: [server] }, async (client) => {
      const response = await client.post(`${server.at('a.test')}/from`, { body });
      expect(await response.text()).toBe('done');
      await closed;
    });
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('ends the first source of a function, and takes a second', async () => {
    await using server = await early(308, isSecure);
    const first = endless();
    const sources = [first.body, Readable.from([Buffer.from('text')])];
    await withNamedClient({ servers: [server] }, async (client) => {
      const response = await client.put(`${server.at('a.test')}/from`, {
        body: () => sources.shift() as Readable,
      });
      expect(await response.text()).toBe('done');
      await first.closed;
    });
    expect(server.requests.map(({ method, body }) => [method, body.toString()])).toEqual([['PUT', 'text']]);
  });
});

// INVARIANT: row R6: what was meant for one origin is not sent to another because the first one says so.
describe('a body and another origin', () => {
  const kept = matrix.filter(
    ({ status, method }) => method !== 'GET' && method !== 'HEAD' && methodAfter(status, method) === method,
  );
  it.each(kept)('do not go together unless told: $status $method', async ({ status, method }) => {
    await using other = await namedServer(routing(() => ({ body: 'done' })));
    const from = { status, location: `${other.at('b.test')}/to` };
    const calls: number[] = [];
    const body = (): Readable => {
      calls.push(1);
      return Readable.from([Buffer.from('text')]);
    };
    await requestsOf(from, async (client) => {
      const error = await rejection(client.request(method, 'from', { body }));
      expect(error).toMatchObject({ code: 'ERR_HTTP_REDIRECT', reason: 'body', location: from.location });
      expect((error as Error).message).toContain('redirect.replayBodyCrossOrigin');
    });
    expect([other.connections, calls.length]).toEqual([0, 1]);
    await requestsOf(from, (client) =>
      client.request(method, 'from', { body, redirect: { replayBodyCrossOrigin: true } }),
    );
    expect(other.requests.map((request) => request.body.toString())).toEqual(['text']);
  });

  it('go together where there is no body', async () => {
    await using other = await namedServer(routing(() => ({ body: 'done' })));
    await requestsOf({ status: 307, location: `${other.at('b.test')}/to` }, (client) => client.post('from'));
    expect(other.requests.map(({ method, headers }) => [method, headers['content-length']])).toEqual([
      ['POST', ['0']],
    ]);
  });
});

describe('redirect.follow: false', () => {
  it('gives the redirect as an answer, body and all', async () => {
    const requests = await requestsOf({ status: 302, body: 'moved' }, async (client) => {
      const response = await client.get('from', { redirect: { follow: false } });
      expect([response.status, await response.text(), response.redirects]).toEqual([302, 'moved', []]);
      expect(response.headers.get('location')).toBe('/to');
    });
    expect(requests).toHaveLength(1);
  });

  it('is fetch with redirect: manual', async () => {
    await requestsOf({ status: 302, body: 'moved' }, async (client, server) => {
      const response = await client.fetch(`${server.at('a.test')}/from`, { redirect: 'manual' });
      expect([response.status, await response.text()]).toEqual([302, 'moved']);
    });
  });

  it('is not fetch with redirect: error, which fails', async () => {
    await requestsOf({ status: 302 }, async (client, server) => {
      const call = client.fetch(`${server.at('a.test')}/from`, { redirect: 'error' });
      expect(await rejection(call)).toBeInstanceOf(RedirectError);
    });
  });
});
