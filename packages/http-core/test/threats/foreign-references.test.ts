import { afterAll, describe, expect, it } from 'vitest';

import type { Client } from '../../src/client.ts';
import { InvalidRequestError } from '../../src/errors/index.ts';
import { path } from '../../src/url/path.ts';
import {
  type NamedServer,
  namedServer,
  rejection,
  routing,
  withNamedClient,
} from '../support/named-origins.ts';

const script = routing(() => ({ body: 'done' }));
const [plain, foreign] = [await namedServer(script), await namedServer(script)];
const [secure, foreignSecure] = [await namedServer(script, true), await namedServer(script, true)];
const servers = [plain, foreign, secure, foreignSecure];
afterAll(() => Promise.all(servers.map((server) => server.close())));

type Verb = (client: Client<{}, readonly []>, url: string | URL) => Promise<unknown>;
const verbs: readonly Verb[] = [
  (client, url) => client.get(url),
  (client, url) => client.post(url, { json: {} }),
  (client, url) => client.stream('GET', url),
  (client, url) => client.fetch(url),
  (client, url) => client.extend({}).get(url),
];

/** Credentials of every kind that a client can have. */
function defaultsFor(server: NamedServer, base: string) {
  return {
    servers,
    baseUrl: `${server.at('a.test').replace('://', '://ada:hunter2@')}${base}?access_token=hunter2`,
    headers: { 'x-api-key': 'hunter2', cookie: 'sid=hunter2' },
    query: { api_key: 'hunter2' },
  };
}

/** What the servers saw while the client went to `reference` in every way; credentials are the client's. */
async function visit(server: NamedServer, base: string, reference: string | URL, absoluteUrls?: 'any') {
  const before = new Map(servers.map((one) => [one, one.requests.length]));
  const connections = servers.map((one) => one.connections);
  const errors: unknown[] = [];
  await withNamedClient(
    { ...defaultsFor(server, base), ...(absoluteUrls === undefined ? {} : { absoluteUrls }) },
    async (client) => {
      for (const verb of verbs) {
        await verb(client, reference).catch((error: unknown) => void errors.push(error));
      }
    },
  );
  return {
    errors,
    connections: servers.map((one, index) => one.connections - (connections[index] as number)),
    at: (one: NamedServer) => one.requests.slice(before.get(one)),
  };
}

const ends = [
  ['http', plain, foreign],
  ['https', secure, foreignSecure],
] as const;

// INVARIANT: row U1: where a client goes is what its base URL says; breaks when an absolute reference beats the base.
describe.each(ends)('from a base URL of %s', (scheme, home, away) => {
  const host = `b.test:${away.port}`;
  const other = scheme === 'http' ? 'HtTpS' : 'HtTp';
  const absolute: readonly string[] = [
    `${scheme}://${host}/`,
    `//${host}/`,
    `\\\\${host}\\`,
    `/\\${host}/`,
    `\\/${host}/`,
    `${scheme}:${host}`,
    `${scheme}:/${host}`,
    `${scheme}:\\\\${host}`,
    ` ${scheme}://${host}/`,
    `  //${host}/`,
    `${scheme.toUpperCase()}://${host}/`,
    `${scheme}://u:p@${host}/`,
    `${scheme}://a.test:${home.port}@${host}/`,
  ];

  it.each([...absolute, `${other}://${host}/`, `${scheme}://a.test:${away.port}/api/`])(
    '%o goes nowhere',
    async (reference) => {
      const { errors, connections } = await visit(home, '/api/', reference);
      expect(connections).toEqual([0, 0, 0, 0]);
      expect(errors).toHaveLength(verbs.length);
      for (const error of errors) {
        expect(error).toBeInstanceOf(InvalidRequestError);
        expect(String(error)).not.toContain('hunter2');
      }
    },
  );

  it.each(absolute)('%o goes there without the credentials with absoluteUrls: any', async (reference) => {
    const { errors, at } = await visit(home, '/api/', reference, 'any');
    expect(errors).toEqual([]);
    expect(at(home)).toEqual([]);
    const seen = at(away);
    expect(seen).toHaveLength(verbs.length);
    for (const { raw, headers, target } of seen) {
      expect(raw.toString()).not.toContain('hunter2');
      expect([headers['host'], target]).toEqual([[host], '/']);
      expect(headers['authorization']).toEqual(
        reference.includes('@')
          ? [`Basic ${btoa(reference.includes('u:p') ? 'u:p' : `a.test:${home.port}`)}`]
          : undefined,
      );
    }
  });

  it('an object URL is no exception', async () => {
    const reference = new URL(`${scheme}://${host}/`);
    expect((await visit(home, '/api/', reference)).connections).toEqual([0, 0, 0, 0]);
    const { at } = await visit(home, '/api/', reference, 'any');
    expect(at(away).map(({ raw }) => raw.includes('hunter2'))).toEqual(verbs.map(() => false));
  });

  it.each([
    [`@${host}/x`, `/api/@${host}/x`],
    [`.${host}/x`, `/api/.${host}/x`],
    [`:1@${host}`, `/api/:1@${host}`],
    ['.well-known/x', '/api/.well-known/x'],
    [`?to=//${host}/`, '/api/'],
    [`#//${host}/`, '/api/'],
    [`x//${host}/`, `/api/x//${host}/`],
    [`${scheme}://a.test:${home.port}/api/x`, '/api/x'],
    [`//a.test:${home.port}/api/x`, '/api/x'],
  ])('%o stays under the base, credentials and all', async (reference, expected) => {
    const { errors, at } = await visit(home, '/api/', reference);
    expect([errors, at(away)]).toEqual([[], []]);
    const seen = at(home);
    expect(seen).toHaveLength(verbs.length);
    for (const { target, headers } of seen) {
      expect(target.replace(/\?.*/, '')).toBe(expected);
      expect(target).toContain('api_key=hunter2');
      expect(target).toContain('access_token=hunter2');
      expect(headers).toMatchObject({
        authorization: [`Basic ${btoa('ada:hunter2')}`],
        'x-api-key': ['hunter2'],
        cookie: ['sid=hunter2'],
      });
    }
  });

  it.each(['ftp://b.test/', 'unix:/run/x.sock', `${scheme}://unix:/run/x.sock:/`, 'data:,x', 'x:1'])(
    '%o goes nowhere, whatever absoluteUrls says',
    async (reference) => {
      for (const absoluteUrls of [undefined, 'any'] as const) {
        const { errors, connections } = await visit(home, '/api/', reference, absoluteUrls);
        expect(connections).toEqual([0, 0, 0, 0]);
        expect(errors).toHaveLength(verbs.length);
      }
    },
  );

  // INVARIANT: row U2: a reference cannot climb out of the base path, however it is written.
  it.each([
    '../x',
    '/../x',
    '..',
    '%2e%2e/x',
    '%2E./x',
    '..%2fx',
    '..%5cx',
    '%2e%2e%2fx',
    '.\\..\\x',
    '..\\x',
    'foo/../../x',
    'foo/..%2f..%2fx',
    ';/../',
    ';/../../x',
    '..;/x',
    'foo/..;/..;/x',
    './../x',
    '../api',
    '../api2/x',
    '../apiary',
    'x/../../api.evil',
    '..?x',
    '..#x',
    '%2e%2e?x',
  ])('%o stays under the base path or goes nowhere', async (reference) => {
    const { errors, at, connections } = await visit(home, '/api/', reference);
    expect(errors.length + at(home).length).toBe(verbs.length);
    for (const error of errors) expect(error).toBeInstanceOf(InvalidRequestError);
    for (const { target } of at(home)) expect(decodedPath(target)).toMatch(/^\/api(\/|$)/);
    if (errors.length > 0) expect(connections).toEqual([0, 0, 0, 0]);
  });

  it.each([`../api/`, `x/../`, 'a/./b/../c'])('%o is under the base path', async (reference) => {
    const { errors, at } = await visit(home, '/api/', reference);
    for (const { target } of at(home)) expect(target).toMatch(/^\/api\//);
    for (const error of errors) expect(error).toBeInstanceOf(InvalidRequestError);
  });

  // INVARIANT: row U3: a value is one segment of a path and never a part of its structure.
  it('values of a path are one segment each', async () => {
    const values = [
      'a/b',
      'a?b',
      'a#b',
      'a\\b',
      'a%2fb',
      '%2e%2e',
      '@b.test',
      ' a ',
      'é',
      ':1',
      'a;b',
      '..;',
    ];
    await withNamedClient(defaultsFor(home, '/api/'), async (client) => {
      for (const value of values) {
        const { url } = await client.get(path`users/${value}/files`);
        const [, base, users, segment, files, ...more] = new URL(url).pathname.split('/');
        expect([base, users, files, more]).toEqual(['api', 'users', 'files', []]);
        expect(decodeURIComponent(segment ?? '')).toBe(value);
      }
    });
    const targets = home.requests.slice(-values.length).map(({ target }) => target.split('?')[0]);
    expect(targets.every((target) => target?.split('/').length === 5)).toBe(true);
  });

  it.each(['.', '..', ''])('the value %o of a path is refused', async (value) => {
    const before = home.connections;
    await withNamedClient(defaultsFor(home, '/api/'), async (client) => {
      const get = async (): Promise<unknown> => client.get(path`users/${value}/files`);
      expect(await rejection(get())).toBeInstanceOf(InvalidRequestError);
    });
    expect(home.connections).toBe(before);
  });
});

/** A path as a server reads it that decodes before it resolves and drops parameters. */
function decodedPath(target: string): string {
  const resolved: string[] = [];
  const [raw = ''] = target.split('?');
  for (const segment of decodeURIComponent(raw).replaceAll('\\', '/').split('/').slice(1)) {
    const name = segment.split(';')[0];
    if (name === '..') resolved.pop();
    else resolved.push(segment);
  }
  return `/${resolved.join('/')}`;
}
