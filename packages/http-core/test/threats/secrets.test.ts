import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { format, inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import type { Connection } from '../../../http-testing/src/fault-server/connection.ts';
import type { Client } from '../../src/client.ts';
import { createClient } from '../../src/create-client.ts';
import { ClientError } from '../../src/errors/index.ts';
import { middleware } from '../../src/interceptors/middleware.ts';
import type { ClientOptions } from '../../src/options/client-options.ts';
import { type NamedServer, namedServer, rejection, withNamedClient } from '../support/named-origins.ts';
import type { Script } from '../support/raw-server.ts';

const secret = 'hunter2secret';
const encoded = [secret, btoa(`ada:${secret}`), encodeURIComponent(`ada:${secret}`)];
const query = `?api_key=${secret}&ACCESS_TOKEN=${secret}&token=${secret}&secret=&secret=${secret}&page=2`;
const headers = {
  authorization: `Bearer ${secret}`,
  cookie: `sid=${secret}; b=${secret}`,
  'proxy-authorization': `Basic ${btoa(`ada:${secret}`)}`,
  'x-api-key': secret,
};
/** In every answer: what a server may give back of them. */
const answered = [
  `set-cookie: sid=${secret}; HttpOnly`,
  `set-cookie: b=${secret}`,
  `x-auth-token: ${secret}`,
  `link: <https://ada:${secret}@a.test/?token=${secret}>; rel="next"`,
];

const events = [
  'request.started',
  'attempt.started',
  'attempt.finished',
  'redirect.followed',
  'request.finished',
  'request.failed',
  'timeout.exceeded',
];

/** Every way a value gets into a log, with everything that hangs on it. */
function printsOf(value: unknown): (string | undefined)[] {
  const deep = { depth: null, showHidden: true } as const;
  const prints = [
    inspect(value),
    inspect(value, deep),
    inspect({ nested: [value] }, deep),
    inspect(value, { ...deep, getters: true }),
    format('%o %O %s %j', value, value, value, value),
    JSON.stringify(value),
    String(value instanceof Error ? `${value.message} ${value.stack} ${String(value)}` : ''),
  ];
  if (!(value instanceof Error)) return prints;
  // As Node prints what nobody caught, and as trackers copy the fields.
  prints.push(inspect(value, { ...deep, customInspect: false }), JSON.stringify(Object.entries(value)));
  return prints;
}

function expectNoSecret(what: string, value: unknown): void {
  for (const print of printsOf(value)) {
    for (const form of encoded) {
      const at = (print ?? '').indexOf(form);
      const around = at === -1 ? '' : (print ?? '').slice(Math.max(0, at - 80), at + 40);
      expect(around, what).toBe('');
    }
  }
}

type Case = (client: Client<{}, readonly []>) => PromiseLike<unknown>;
type Options = Omit<ClientOptions, 'plugins'>;
interface Failure {
  readonly code: string;
  readonly server?: Script;
  readonly run?: Case;
  readonly options?: Options;
  readonly hasForeignCause?: boolean;
}

function answers(status: string, body = '', more: readonly string[] = []): Script {
  return async (connection) => {
    for await (const _request of connection.requests()) {
      const head = [`HTTP/1.1 ${status}`, ...answered, ...more, `content-length: ${body.length}`, '', ''];
      connection.write(head.join('\r\n') + body);
    }
  };
}
const silent = async (connection: Connection): Promise<void> => {
  await connection.request();
  await connection.closed;
};
/** No answer within 20 ms, in time that the server turns. */
function late(timeout: { total?: 20; headers?: 20 }): Pick<Failure, 'server' | 'options'> {
  const clock = new VirtualClock();
  const server: Script = async (connection) => {
    await connection.request();
    await clock.waitForTimer(20);
    await clock.advance(20);
    await connection.closed;
  };
  return { server, options: { timeout, clock } };
}

const redirectsTo = (location: string): Script => answers('307 Moved', '', [`location: ${location}`]);
const post: Case = (client) => client.post(`x${query}`, { body: new Blob([secret]).stream() });

const failures: Record<string, Failure> = {
  'a status': { code: 'ERR_HTTP_STATUS', server: answers('404 Not Found', 'no') },
  'a status with a problem': {
    code: 'ERR_HTTP_STATUS',
    server: answers('401 Unauthorized', '{"title":"no","detail":"token=hunter2secret"}', [
      'content-type: application/problem+json',
      `www-authenticate: Bearer error="x", token="${secret}"`,
    ]),
  },
  'a status line': { code: 'ERR_HTTP_STATUS', server: answers(`500 token=${secret}`) },
  'a reset': { code: 'ERR_HTTP_NETWORK', server: (connection) => connection.reset() },
  'a cut head': { code: 'ERR_HTTP_NETWORK', server: (connection) => connection.end('HTTP/1.1 200') },
  'a cut body': {
    code: 'ERR_HTTP_NETWORK',
    server: async (connection) => {
      await connection.request();
      connection.end(`HTTP/1.1 200 OK\r\n${answered.join('\r\n')}\r\ncontent-length: 99\r\n\r\nshort`);
    },
  },
  'no HTTP': {
    code: 'ERR_HTTP_PROTOCOL',
    server: (connection) => connection.end(`SSH-2.0 authorization: Bearer ${secret}\r\n\r\n`),
  },
  'a switch of protocols': {
    code: 'ERR_HTTP_PROTOCOL',
    server: answers('101 Switching', '', ['connection: upgrade', 'upgrade: x']),
  },
  'an unknown coding': {
    code: 'ERR_HTTP_PROTOCOL',
    server: answers('200 OK', 'x', [`content-encoding: token=${secret}`]),
  },
  'a total timeout': { code: 'ERR_HTTP_TIMEOUT', ...late({ total: 20 }) },
  'a headers timeout': { code: 'ERR_HTTP_TIMEOUT', ...late({ headers: 20 }) },
  'JSON that is none': {
    code: 'ERR_HTTP_DECODE',
    server: answers('200 OK', `{"a": ${secret}}`),
    run: (client) => client.get(`x${query}`).json(),
    hasForeignCause: true,
  },
  'a large body': {
    code: 'ERR_HTTP_RESPONSE_TOO_LARGE',
    server: answers('200 OK', secret),
    options: { maxResponseBytes: 5 },
  },
  'a redirect by scheme': {
    code: 'ERR_HTTP_REDIRECT',
    server: redirectsTo(`ftp://ada:${secret}@b.test/?token=${secret}#access_token=${secret}`),
  },
  'a redirect to no URL': {
    code: 'ERR_HTTP_REDIRECT',
    server: redirectsTo(`http://ada:${secret}@[bad/?token=${secret}`),
  },
  'a redirect of a body': { code: 'ERR_HTTP_REDIRECT', server: redirectsTo(`/y${query}`), run: post },
  'a downgrade': { code: 'ERR_HTTP_REDIRECT', server: redirectsTo(`http://ada:${secret}@b.test/${query}`) },
  'a redirect too many': { code: 'ERR_HTTP_TOO_MANY_REDIRECTS', server: redirectsTo(`/y${query}`) },
  'a refused URL': {
    code: 'ERR_HTTP_INVALID_REQUEST',
    run: (client) => client.get(`https://ada:${secret}@b.test/${query}`),
  },
  'a refused header': {
    code: 'ERR_HTTP_INVALID_REQUEST',
    run: (client) => client.get('', { headers: { authorization: `Bearer ${secret}\n` } }),
  },
  'a refused header line': {
    code: 'ERR_HTTP_INVALID_REQUEST',
    run: (client) => client.get('', { headers: { [`authorization: Bearer ${secret}`]: 'x' } }),
  },
  'a refused option': {
    code: 'ERR_HTTP_INVALID_REQUEST',
    run: (client) => client.get('', { timeout: secret as never, redirect: { max: secret as never } }),
  },
  'a refused body': {
    code: 'ERR_HTTP_INVALID_REQUEST',
    run: (client) =>
      client.post('', { json: { toJSON: () => JSON.parse(`{"password=${secret}`) as unknown } }),
  },
  'a refused query': {
    code: 'ERR_HTTP_INVALID_REQUEST',
    run: (client) => client.get('', { query: `token=${secret}\n` }),
  },
  'a body that fails': {
    code: 'ERR_HTTP_INVALID_REQUEST',
    server: silent,
    run: (client) => client.post('', { body: failing() }),
    hasForeignCause: true,
  },
  'a closed client': {
    code: 'ERR_HTTP_CLOSED',
    run: async (client) => {
      await client.close();
      return client.get(`x${query}`);
    },
  },
};

async function* failing(): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(secret);
  throw new Error(`PUT https://ada:${secret}@b.test/?token=${secret} authorization: Bearer ${secret}`);
}

async function fail(server: NamedServer, { run = (client) => client.get(`x${query}`), options }: Failure) {
  const told: unknown[] = [];
  const onMessage = (message: unknown): void => void told.push(message);
  for (const event of events) subscribe(`@x/http:${event}`, onMessage);
  try {
    const error = await withNamedClient(
      { ...clientOptions(server), ...options, servers: [server] },
      (client) => {
        for (const event of events) client.on(event, onMessage);
        expectNoSecret('the client', client);
        expectNoSecret('describe()', client.describe());
        return rejection(run(client));
      },
    );
    return { error, told };
  } finally {
    for (const event of events) unsubscribe(`@x/http:${event}`, onMessage);
  }
}

function clientOptions(server: NamedServer): Options {
  const base = server.at('a.test').replace('://', `://ada:${secret}@`);
  return { baseUrl: `${base}/api?client_secret=${secret}`, headers, query: { signature: secret } };
}

// INVARIANT: row P10: what is printed, logged or sent to a tracker holds no credential, at no depth.
describe.each([true, false])('no secret is in (TLS: %s)', (isSecure) => {
  const cases = Object.entries(failures).filter(([name]) => isSecure || name !== 'a downgrade');
  it.each(cases)('the error of %s', async (_name, failure) => {
    await using server = await namedServer(failure.server ?? silent, isSecure);
    const { error, told } = await fail(server, failure);
    expect(error).toBeInstanceOf(ClientError);
    const { code, request, response, attempts, cause } = error as ClientError;
    const isForeign = failure.hasForeignCause === true;
    expect(code).toBe(failure.code);
    expectNoSecret('the error', error);
    // What the caller's source or JSON.parse threw is theirs; it is shown redacted, and reachable as it is.
    if (!isForeign) expectNoSecret('the cause', cause);
    for (const [what, value] of Object.entries({ request, response, attempts })) {
      if (value !== undefined) expectNoSecret(what, value);
    }
    if (request !== undefined) expectNoSecret('the headers', request.headers);
    for (const detail of told) expectNoSecret('an event', detail);
    expect(told.length > 0).toBe(request !== undefined);
  });

  it('the error of a certificate', async () => {
    if (!isSecure) return;
    await using server = await namedServer(silent, isSecure);
    const { error } = await fail(server, { code: '', options: { tls: { servername: 'wrong.test' } } });
    expect(error).toMatchObject({ code: 'ERR_HTTP_TLS' });
    expectNoSecret('the error', error);
  });

  it('the error of an interceptor, and the one it is caused by when that is ours', async () => {
    await using server = await namedServer(answers('200 OK'), isSecure);
    const throwing = middleware('attempt', () => {
      throw new ClientError(`authorization: Bearer ${secret}`);
    });
    await withNamedClient(
      { ...clientOptions(server), plugins: [throwing], servers: [server] },
      async (client) => {
        expectNoSecret('the error', await rejection(client.get(`x${query}`)));
      },
    );
  });

  it('a response, its request and its headers', async () => {
    await using server = await namedServer(answers('200 OK', 'body'), isSecure);
    await withNamedClient({ ...clientOptions(server), servers: [server] }, async (client) => {
      for (const response of [await client.get(`x${query}`), await client.stream('GET', `x${query}`)]) {
        expectNoSecret('the response', response);
        expectNoSecret('the request', response.request);
        expectNoSecret('the headers', response.request.headers);
        expectNoSecret('the ledger', response.attempts);
        expect(response.request.headers.get('authorization')).toBe(headers.authorization);
        await response.text();
      }
    });
  });

  it('what a layer is given', async () => {
    await using server = await namedServer(answers('200 OK'), isSecure);
    const scopes = ['call', 'attempt', 'hop'] as const;
    const looking = scopes.map((scope) =>
      middleware(scope, (context, next) => {
        expectNoSecret(scope, context);
        expectNoSecret('the request', context.request);
        return next(context);
      }),
    );
    for (const plugin of looking) {
      const options = { ...clientOptions(server), plugins: [plugin], servers: [server] };
      await withNamedClient(options, (client) => client.get(`x${query}`, { headers, json: undefined }));
    }
  });
});

describe('no secret is in the error of a wrong configuration', () => {
  it.each([
    { baseUrl: `https://ada:${secret}@[bad` },
    { baseUrl: `ftp://ada:${secret}@a.test?token=${secret}` },
    { baseUrl: `https://ada:${secret}%0a@a.test` },
    { headers: { authorization: `Bearer ${secret}\n` } },
    { headers: { [`authorization: ${secret}`]: 'x' } },
    { headers: [[`authorization: ${secret}`]] },
    { query: `token=${secret}\n` },
    { timeout: secret },
    { tls: { key: secret, cert: secret, ca: 5 } },
    { [`token=${secret}`]: 1 },
    { name: { token: secret } },
  ])('%#', (options) => {
    let thrown: unknown;
    try {
      createClient(options as never);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'ERR_HTTP_CONFIGURATION' });
    expectNoSecret('the error', thrown);
  });
});
