import { afterAll, describe, expect, it } from 'vitest';

import type { RawRequest } from '../../../http-testing/src/fault-server/read-request.ts';
import { middleware } from '../../src/interceptors/middleware.ts';
import { definePlugin } from '../../src/plugin.ts';
import { type Name, namedServer, routing, withNamedClient } from '../support/named-origins.ts';

const standard = {
  authorization: 'Bearer hunter2',
  cookie: 'sid=hunter2',
  cookie2: '$Version="hunter2"',
  'proxy-authorization': 'Basic hunter2',
  'www-authenticate': 'Basic realm="hunter2"',
};
const custom = {
  'X-API-Key': 'hunter2',
  'X-Auth-Token': 'hunter2',
  'Api-Key': 'hunter2',
  'Private-Token': 'hunter2',
  'X-CSRF-Token': 'hunter2',
  'X-Amz-Security-Token': 'hunter2',
  'X-Amz-Content-Sha256': 'hunter2',
  'X-Anything': 'hunter2',
  Referer: 'https://hunter2.test/',
  Origin: 'https://hunter2.test',
  Traceparent: '00-hunter2',
};

/** `/to?status=307&location=...` redirects there; everything else is a 200. */
const script = routing(({ target }) => {
  const url = new URL(target, 'http://x');
  const location = url.searchParams.get('location');
  if (location === null) return undefined;
  return { status: Number(url.searchParams.get('status')), headers: { location } };
});
const plain = await namedServer(script);
const other = await namedServer(script);
const secure = await namedServer(script, true);
const otherSecure = await namedServer(script, true);
const servers = [plain, other, secure, otherSecure];
afterAll(() => Promise.all(servers.map((server) => server.close())));

function redirectTo(location: string, status: number): string {
  return `/to?status=${status}&location=${encodeURIComponent(location)}`;
}

/** Every request that came in while `run` ran, by its target. */
async function requestsDuring(run: () => Promise<unknown>): Promise<Map<string, RawRequest>> {
  const before = servers.map(({ requests }) => requests.length);
  await run();
  const news = servers.flatMap(({ requests }, index) => requests.slice(before[index]));
  return new Map(news.map((request) => [request.target.replace(/\?.*/, ''), request]));
}

type End = readonly [server: typeof plain, name: Name];
const relations: readonly (readonly [what: string, from: End, to: End])[] = [
  ['another port', [plain, 'a.test'], [other, 'a.test']],
  ['another host', [plain, 'a.test'], [plain, 'b.test']],
  ['a subdomain', [plain, 'a.test'], [plain, 'sub.a.test']],
  ['the parent domain', [plain, 'sub.a.test'], [plain, 'a.test']],
  ['another port, TLS', [secure, 'a.test'], [otherSecure, 'a.test']],
  ['another host, TLS', [secure, 'a.test'], [secure, 'b.test']],
  ['a subdomain, TLS', [secure, 'a.test'], [secure, 'sub.a.test']],
  ['the parent domain, TLS', [secure, 'sub.a.test'], [secure, 'a.test']],
  ['http from https', [secure, 'a.test'], [plain, 'a.test']],
  ['https from http', [plain, 'a.test'], [secure, 'a.test']],
];
const redirect = { allowDowngrade: true, replayBodyCrossOrigin: true };

// INVARIANT: rows R1 and R2: credentials never leave their origin, whatever they are called; breaks when a redirect's
// headers are filtered by a list of bad names, or when ports or schemes do not count.
describe.each(relations)('a redirect to %s', (_what, [from, fromName], [to, toName]) => {
  const matrix = [301, 302, 303, 307, 308].flatMap((status) =>
    ['GET', 'POST', 'PUT'].map((method) => ({ status, method })),
  );
  it.each(matrix)('takes no credential along: $status $method', async ({ status, method }) => {
    const back = `${from.at(fromName)}/back`;
    const there = `${to.at(toName)}${redirectTo(back, 307).replace('/to', '/there')}`;
    const seen = await requestsDuring(() =>
      withNamedClient(
        {
          servers,
          baseUrl: from.at(fromName),
          redirect,
          headers: { ...standard, ...custom, 'user-agent': 'shop' },
        },
        async (client) => {
          const body = method === 'GET' ? {} : { body: 'text' };
          const options = { ...body, headers: { ...standard, accept: 'text/plain' } };
          const response = await client.request(method, redirectTo(there, status), options);
          expect([response.status, response.url]).toEqual([200, back]);
        },
      ),
    );
    const own = ['authorization', 'cookie', 'cookie2', 'proxy-authorization', 'www-authenticate'];
    expect(Object.keys(seen.get('/to')?.headers ?? {})).toEqual(expect.arrayContaining(own));
    const isKept = method === 'PUT' ? status !== 303 : status > 303 && method === 'POST';
    const body = isKept ? ['content-length', 'content-type'] : [];
    const always = ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'];
    for (const path of ['/there', '/back']) {
      const request = seen.get(path);
      expect(request?.raw.toString()).not.toContain('hunter2');
      expect(Object.keys(request?.headers ?? {}).toSorted()).toEqual([...always, ...body].toSorted());
      expect(request?.body.toString()).toBe(isKept ? 'text' : '');
    }
    expect(seen.get('/there')?.headers['host']).toEqual([new URL(to.at(toName)).host]);
  });
});

describe('the safelist', () => {
  it.each([plain, secure])('lets through what redirect.keepHeaders names', async (server) => {
    const target = redirectTo(`${server.at('b.test')}/there`, 302);
    const seen = await requestsDuring(() =>
      withNamedClient({ servers, redirect: { keepHeaders: ['Traceparent'] } }, (client) =>
        client.get(server.at('a.test') + target, { headers: custom }),
      ),
    );
    expect(seen.get('/there')?.headers).toMatchObject({ traceparent: ['00-hunter2'] });
    expect(seen.get('/there')?.raw.toString().split('hunter2')).toHaveLength(2);
  });

  it.each(['authorization', 'Cookie', 'PROXY-AUTHORIZATION', 'cookie2', 'www-authenticate'])(
    'cannot be made to hold %s',
    async (name) => {
      const run = withNamedClient({ servers }, (client) =>
        client.get(plain.at('a.test'), { redirect: { keepHeaders: [name] } }),
      );
      await expect(run).rejects.toMatchObject({ code: 'ERR_HTTP_INVALID_REQUEST' });
    },
  );

  it('drops a host header of the caller on another origin', async () => {
    const seen = await requestsDuring(() =>
      withNamedClient({ servers }, (client) =>
        client.get(plain.at('a.test') + redirectTo(`${plain.at('b.test')}/there`, 302), {
          headers: { host: 'tenant.a.test' },
        }),
      ),
    );
    expect(seen.get('/to')?.headers['host']).toEqual(['tenant.a.test']);
    expect(seen.get('/there')?.headers['host']).toEqual([new URL(plain.at('b.test')).host]);
  });

  it('drops what describes a body together with the body', async () => {
    const headers = { 'content-language': 'de', 'content-type': 'text/plain', 'content-md5': 'x' };
    for (const name of ['a.test', 'b.test'] as const) {
      const seen = await requestsDuring(() =>
        withNamedClient({ servers }, (client) =>
          client.post(plain.at('a.test') + redirectTo(`${plain.at(name)}/there`, 303), {
            body: 'text',
            headers,
          }),
        ),
      );
      const left = Object.keys(seen.get('/there')?.headers ?? {});
      expect(left.filter((one) => one.startsWith('content-'))).toEqual([]);
    }
  });
});

describe('on the same origin', () => {
  it.each([plain, secure])('credentials of client, call and base URL go along', async (server) => {
    const withUser = server.at('a.test').replace('://', '://ada:hunter2@');
    const seen = await requestsDuring(() =>
      withNamedClient({ servers, baseUrl: withUser, headers: custom }, (client) =>
        client.get(redirectTo('/there', 302), { headers: { cookie: 'sid=1' } }),
      ),
    );
    expect(seen.get('/there')?.headers).toMatchObject({
      authorization: [`Basic ${btoa('ada:hunter2')}`],
      cookie: ['sid=1'],
      'x-api-key': ['hunter2'],
    });
  });

  // INVARIANT: row R8: without a jar a Set-Cookie of a hop is nobody's cookie.
  it('a cookie that the hop sets is not sent', async () => {
    const setting = await namedServer(
      routing(({ target }) =>
        target === '/there'
          ? undefined
          : { status: 302, headers: { location: '/there', 'set-cookie': 'hop=1' } },
      ),
    );
    await withNamedClient({ servers: [setting] }, (client) => client.get(`${setting.at('a.test')}/`));
    expect(setting.requests.map(({ headers }) => headers['cookie'])).toEqual([undefined, undefined]);
    await setting.close();
  });
});

// INVARIANT: row R5: a peer does not get to choose the credentials that are sent.
describe('userinfo in a location', () => {
  it.each([plain, secure])('is not sent, neither here nor there', async (server) => {
    for (const name of ['a.test', 'b.test'] as const) {
      const location = `${server.at(name).replace('://', '://eve:hunter2@')}/there?page=2#eve`;
      const events: unknown[] = [];
      const seen = await requestsDuring(() =>
        withNamedClient({ servers }, async (client) => {
          client.on('redirect.followed', (detail) => void events.push(detail));
          const response = await client.get(server.at('a.test') + redirectTo(location, 302));
          expect(response.url).toBe(`${server.at(name)}/there?page=2`);
          expect(response.redirects).toEqual([response.url]);
        }),
      );
      expect(seen.get('/there')?.headers['authorization']).toBeUndefined();
      expect(seen.get('/there')?.raw.toString()).not.toMatch(/eve|hunter2/);
      expect(JSON.stringify(events)).toContain('/there?page=2');
      expect(JSON.stringify(events.map((event) => (event as { location: unknown }).location))).not.toContain(
        'hunter2',
      );
    }
  });

  it("does not replace the caller's own authorization", async () => {
    const location = `${plain.at('a.test').replace('://', '://eve:evil@')}/there`;
    const seen = await requestsDuring(() =>
      withNamedClient({ servers }, (client) =>
        client.get(plain.at('a.test') + redirectTo(location, 307), { headers: { authorization: 'own' } }),
      ),
    );
    expect(seen.get('/there')?.headers['authorization']).toEqual(['own']);
  });
});

// INVARIANT: row R9: what adds credentials per hop can see where the hop goes.
describe('layers of a hop', () => {
  it.each([plain, secure])('see origin, redirected and initialOrigin', async (server) => {
    const [home, foreign] = [server.at('a.test'), server.at('b.test')];
    const told: unknown[] = [];
    const bearer = definePlugin({
      name: 'bearer',
      contract: 1,
      setup: () => ({
        callOptions: {},
        hop: {
          sign: (inner) => (hop) => {
            const { origin, redirected, initialOrigin } = hop;
            told.push({ origin, redirected, initialOrigin, hop: hop.hop });
            if (origin === initialOrigin) hop.request.headers.set('authorization', 'Bearer own');
            return inner(hop);
          },
        },
      }),
    });
    const there = `${foreign}${redirectTo(`${home}/back`, 302).replace('/to', '/there')}`;
    const seen = await requestsDuring(() =>
      withNamedClient({ servers, plugins: [bearer] }, (client) => client.get(home + redirectTo(there, 302))),
    );
    expect(told).toEqual([
      { origin: home, redirected: false, initialOrigin: home, hop: 0 },
      { origin: foreign, redirected: true, initialOrigin: home, hop: 1 },
      { origin: home, redirected: true, initialOrigin: home, hop: 2 },
    ]);
    const sent = ['/to', '/there', '/back'].map((path) => seen.get(path)?.headers['authorization']);
    expect(sent).toEqual([['Bearer own'], undefined, ['Bearer own']]);
  });

  it('cannot leave a secret behind for the next hop', async () => {
    const first = middleware('hop', (hop, next) => {
      if (!hop.redirected) hop.request.headers.set('x-signature', 'hunter2');
      return next(hop);
    });
    for (const name of ['a.test', 'b.test'] as const) {
      const seen = await requestsDuring(() =>
        withNamedClient({ servers, plugins: [first] }, (client) =>
          client.get(plain.at('a.test') + redirectTo(`${plain.at(name)}/there`, 302)),
        ),
      );
      expect(seen.get('/to')?.headers['x-signature']).toEqual(['hunter2']);
      expect(seen.get('/there')?.headers['x-signature']).toBeUndefined();
    }
  });

  it('add for the attempt what is dropped on another origin', async () => {
    const authorize = middleware('attempt', (attempt, next) => {
      attempt.request.headers.set('authorization', 'Bearer hunter2');
      return next(attempt);
    });
    const seen = await requestsDuring(() =>
      withNamedClient({ servers, plugins: [authorize] }, (client) =>
        client.get(plain.at('a.test') + redirectTo(`${plain.at('b.test')}/there`, 302)),
      ),
    );
    expect(seen.get('/to')?.headers['authorization']).toEqual(['Bearer hunter2']);
    expect(seen.get('/there')?.headers['authorization']).toBeUndefined();
  });
});
