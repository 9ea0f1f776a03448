import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Client } from '../../src/client.ts';
import { RedirectError } from '../../src/errors/index.ts';
import { namedServer, rejection, routing, withNamedClient } from '../support/named-origins.ts';

let locations: readonly string[] = [];
const script = routing(({ target }) =>
  target === '/from' ? { status: 302, headers: { location: locations } } : undefined,
);
const target = await namedServer(routing(() => undefined));
const plain = await namedServer(script);
const secure = await namedServer(script, true);
const servers = [plain, secure, target];

const folder = mkdtempSync(join(tmpdir(), 'redirect-targets-'));
const socketPath = join(folder, 'x.sock');
let unixConnections = 0;
const unix = createServer((socket) => {
  unixConnections += 1;
  socket.destroy();
});
beforeAll(() => new Promise<void>((resolve) => unix.listen(socketPath, resolve)));
afterAll(async () => {
  unix.close();
  rmSync(folder, { recursive: true });
  await Promise.all(servers.map((server) => server.close()));
});

type Verb = (client: Client<{}, readonly []>, url: string) => Promise<unknown>;
const verbs: readonly (readonly [string, Verb])[] = [
  ['get', (client, url) => client.get(url)],
  ['stream', (client, url) => client.stream('GET', url)],
  ['fetch', (client, url) => client.fetch(url)],
];

/** The error of a redirect to these locations; everything beyond the first request fails the test. */
async function refusalOf(from: typeof plain, verb: Verb, ...to: readonly string[]): Promise<RedirectError> {
  locations = to;
  const [before, others, reached] = [from.requests.length, target.connections, unixConnections];
  const error = await withNamedClient({ servers, headers: { authorization: 'Bearer hunter2' } }, (client) =>
    rejection(verb(client, `${from.at('a.test')}/from`)),
  );
  expect(from.requests).toHaveLength(before + 1);
  expect([target.connections, unixConnections]).toEqual([others, reached]);
  expect(error).toBeInstanceOf(RedirectError);
  return error as RedirectError;
}

const escapes: readonly (readonly [location: string, reason: string])[] = [
  [`unix:${socketPath}`, 'scheme'],
  [`unix://${socketPath}`, 'scheme'],
  [`http://unix:${socketPath}:/`, 'scheme'],
  [`http://unix:${socketPath}`, 'scheme'],
  [`https://unix:${socketPath}:/`, 'scheme'],
  [`http://UNIX:${socketPath}:/`, 'scheme'],
  [`http://u:p@unix:${socketPath}:/`, 'scheme'],
  [`http+unix://${encodeURIComponent(socketPath)}/`, 'scheme'],
  [`//unix:${socketPath}:/`, 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['FILE:///etc/passwd', 'scheme'],
  ['data:text/plain,hello', 'scheme'],
  ['ftp://b.test/', 'scheme'],
  ['javascript:alert(1)', 'scheme'],
  ['blob:http://b.test/1', 'scheme'],
  ['ws://b.test/', 'scheme'],
  ['about:blank', 'scheme'],
  ['mailto:a@b.test', 'scheme'],
  ['', 'location'],
  ['   ', 'location'],
  ['//', 'location'],
  ['///b.test/', 'location'],
  ['//?b.test', 'location'],
  ['\\\\', 'location'],
  ['http:', 'location'],
  ['http:b.test', 'location'],
  ['http:/b.test', 'location'],
  ['http://', 'location'],
  ['http:///b.test', 'location'],
  ['http://[::bad', 'location'],
  ['http://[::1', 'location'],
  ['http://b.test:99999/', 'location'],
  ['http://b test/', 'location'],
  ['http://b%00.test/', 'location'],
  ['http://%2f/', 'location'],
  ['http://256.256.256.256/', 'location'],
];

// INVARIANT: row R4: a redirect opens nothing but http and https, and nothing at all where its target is in doubt.
describe.each([
  ['http', plain],
  ['https', secure],
] as const)('from %s, a redirect', (scheme, from) => {
  describe.each(verbs)('through %s', (_name, verb) => {
    it.each(escapes)('to %o is refused', async (location, reason) => {
      // A downgrade is told first; it is no less a refusal.
      const told = scheme === 'https' && location.startsWith('http://') ? ['downgrade', reason] : [reason];
      expect(told).toContain((await refusalOf(from, verb, location)).reason);
    });

    it.each([
      [['/a', '/b']],
      [['/a', '']],
      [['/a', '/a', '/b']],
      [['http://a.test/', 'http://b.test/']],
      [['/a', '/a/']],
    ])('to differing locations %j is refused', async (to) => {
      expect((await refusalOf(from, verb, ...to)).reason).toBe('conflict');
    });
  });

  it('to the same location twice is followed', async () => {
    locations = ['/to', '/to'];
    await withNamedClient({ servers }, async (client) => {
      const response = await client.get(`${from.at('a.test')}/from`);
      expect(response.redirects).toEqual([`${from.at('a.test')}/to`]);
    });
  });

  it.each([
    ['/to?a=b', '/to?a=b'],
    ['to', '/to'],
    ['./x/../to', '/to'],
    ['/to#part', '/to'],
    ['/a b', '/a%20b'],
    ['/caf\u00c3\u00a9', '/caf%C3%A9'],
    ['/caf\u00e9', '/caf%C3%A9'],
    ['\\to', '/to'],
  ])('to the reference %o asks for %o', async (location, expected) => {
    locations = [location];
    await withNamedClient({ servers }, (client) => client.get(`${from.at('a.test')}/from`));
    expect(from.requests.at(-1)?.target).toBe(expected);
  });

  it('without a location is an answer like any other', async () => {
    locations = [];
    await withNamedClient({ servers }, async (client) => {
      const response = await client.get(`${from.at('a.test')}/from`);
      expect([response.status, response.redirects]).toEqual([302, []]);
    });
  });

  it('shows no secret of the location it refuses', async () => {
    const location = 'ftp://ada:hunter2@b.test/?access_token=hunter2#id_token=hunter2';
    const error = await refusalOf(from, (client, url) => client.get(url), location);
    expect(error.message).toContain('ftp://***@b.test/');
    expect(error.location).toContain('ftp://***@b.test/');
    expect(JSON.stringify(error) + String(error.stack)).not.toContain('hunter2');
  });
});

// INVARIANT: row R3: what was asked for over https is not fetched over http because a peer says so.
describe('a redirect from https to http', () => {
  it.each(
    [301, 302, 303, 307, 308].flatMap((status) =>
      ['GET', 'POST', 'PUT', 'HEAD'].map((method) => ({ status, method })),
    ),
  )('makes no connection: $status $method', async ({ status, method }) => {
    const downgrading = await namedServer(
      routing(() => ({ status, headers: { location: `${target.at('a.test')}/to` } })),
      true,
    );
    await withNamedClient({ servers: [...servers, downgrading] }, async (client) => {
      const error = await rejection(client.request(method, `${downgrading.at('a.test')}/from`));
      expect(error).toMatchObject({ code: 'ERR_HTTP_REDIRECT', reason: 'downgrade' });
    });
    expect(target.connections).toBe(0);
    expect(downgrading.requests).toHaveLength(1);
    await downgrading.close();
  });

  it('is refused in the middle of a chain, and by way of //', async () => {
    const chain = await namedServer(
      routing(({ target: path }) => {
        if (path === '/from') return { status: 302, headers: { location: `//a.test:${chain.port}/on` } };
        return { status: 302, headers: { location: `${target.at('a.test')}/to` } };
      }),
      true,
    );
    await withNamedClient({ servers: [chain, target] }, async (client) => {
      const error = await rejection(client.get(`${chain.at('a.test')}/from`));
      expect(error).toMatchObject({ reason: 'downgrade' });
      expect(error).toHaveProperty('location', `${target.at('a.test')}/to`);
    });
    expect([chain.requests.length, target.connections]).toEqual([2, 0]);
    await chain.close();
  });
});
