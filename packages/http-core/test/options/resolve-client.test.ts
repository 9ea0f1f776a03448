import { describe, expect, it, test } from 'vitest';

import { createClient } from '../../src/create-client.ts';
import { ConfigurationError } from '../../src/errors/index.ts';
import { fakeTransport, rejection } from '../support/fake-transport.ts';

const secret = 'hunter2-secret';
const clock = { now: () => 0, wallNow: () => 0 };

/** Option, wrong values with what the message says came, what the message says is allowed. */
const table: readonly (readonly [
  path: string,
  wrong: readonly (readonly [unknown, string])[],
  allowed: RegExp,
])[] = [
  [
    'name',
    [
      [5, 'a number'],
      ['', 'an empty string'],
      [null, 'null'],
      [{}, 'an object'],
    ],
    /a string that is not empty/,
  ],
  [
    'baseUrl',
    [
      [5, 'a number'],
      [`${secret}/v1`, ''],
      [`ftp://${secret}/`, ''],
      [null, 'null'],
      ['', ''],
    ],
    /absolute|http/,
  ],
  [
    'headers',
    [
      [5, 'a number'],
      [secret, 'a string'],
      [new Map([[1, 2]]), ''],
      [[['a']], 'an array'],
      [true, 'a boolean'],
    ],
    /headers/,
  ],
  [
    'query',
    [
      [5, 'a number'],
      [true, 'a boolean'],
      [() => secret, 'a function'],
    ],
    /query/,
  ],
  [
    'timeout',
    [
      [0, 'zero'],
      [-1, 'a negative number'],
      [Number.NaN, 'a number (NaN)'],
      [secret, 'a string'],
      [null, 'null'],
      [new Map(), 'an instance of Map'],
      [[1], 'an array'],
    ],
    /a positive number of milliseconds/,
  ],
  ...['connect', 'headers', 'idle', 'pool', 'attempt', 'total'].map(
    (name) =>
      [
        `timeout.${name}`,
        [
          [0, 'zero'],
          [-1, 'a negative number'],
          [Number.NaN, 'a number (NaN)'],
          [secret, 'a string'],
          [{}, 'an object'],
        ],
        /a positive number of milliseconds, or Infinity/,
      ] as const,
  ),
  [
    'pool',
    [
      [5, 'a number'],
      [null, 'null'],
      [new Set(), 'an instance of Set'],
      [[], 'an array'],
    ],
    /a plain object with maxConnections/,
  ],
  ...['maxConnections', 'maxConnectionsPerHost'].map(
    (name) =>
      [
        `pool.${name}`,
        [
          [0, 'zero'],
          [-5, 'a negative number'],
          [1.5, 'a number with a fraction'],
          [Number.NaN, 'a number (NaN)'],
          ['5', 'a string'],
          [null, 'null'],
        ],
        /a whole number from 1/,
      ] as const,
  ),
  [
    'pool.maxKeepAliveConnections',
    [
      [-1, 'a negative number'],
      [1.5, 'a number with a fraction'],
      ['5', 'a string'],
    ],
    /a whole number from 0/,
  ],
  ...['keepAliveTimeout', 'dnsCacheTtl'].map(
    (name) =>
      [
        `pool.${name}`,
        [
          [-1, 'a negative number'],
          [Number.NaN, 'a number (NaN)'],
          ['5', 'a string'],
        ],
        /zero or a positive number/,
      ] as const,
  ),
  [
    'pool.forceClose',
    [
      [0, 'zero'],
      ['yes', 'a string'],
      [null, 'null'],
    ],
    /a boolean/,
  ],
  [
    'tls',
    [
      [true, 'a boolean'],
      [null, 'null'],
      [secret, 'a string'],
    ],
    /a plain object with verify/,
  ],
  [
    'tls.verify',
    [
      [0, 'zero'],
      ['false', 'a string'],
    ],
    /a boolean/,
  ],
  [
    'tls.ca',
    [
      [`/etc/${secret}.pem`, 'a string'],
      [5, 'a number'],
      [[secret], 'a string'],
      [{}, 'an object'],
    ],
    /PEM text or bytes/,
  ],
  [
    'tls.servername',
    [
      [5, 'a number'],
      ['', 'an empty string'],
    ],
    /a string that is not empty/,
  ],
  [
    'redirect',
    [
      [true, 'a boolean'],
      ['manual', 'a string'],
      [null, 'null'],
    ],
    /a plain object with follow/,
  ],
  ...['follow', 'allowDowngrade', 'replayBodyCrossOrigin'].map(
    (name) =>
      [
        `redirect.${name}`,
        [
          [1, 'a number'],
          ['yes', 'a string'],
          [null, 'null'],
        ],
        /a boolean/,
      ] as const,
  ),
  [
    'redirect.max',
    [
      [-1, 'a negative number'],
      [0.5, 'a number with a fraction'],
      [Number.NaN, 'a number (NaN)'],
      ['5', 'a string'],
    ],
    /a whole number from 0/,
  ],
  [
    'redirect.keepHeaders',
    [
      ['x', 'a string'],
      [[5], 'a number'],
      [['authorization'], 'a string'],
      [{}, 'an object'],
    ],
    /a list of header names/,
  ],
  [
    'maxResponseBytes',
    [
      [-1, 'a negative number'],
      [1.5, 'a number with a fraction'],
      [Number.NaN, 'a number (NaN)'],
      ['5', 'a string'],
      [null, 'null'],
    ],
    /a whole number from 0/,
  ],
  ...['throwOnStatus', 'decompress', 'http2', 'trustEnv', 'lazyOpen', 'captureStack'].map(
    (name) =>
      [
        name,
        [
          [1, 'a number'],
          ['false', 'a string'],
          [null, 'null'],
        ],
        /a boolean/,
      ] as const,
  ),
  [
    'absoluteUrls',
    [
      [true, 'a boolean'],
      [secret, 'a string'],
    ],
    /'base' or 'any'/,
  ],
  [
    'plugins',
    [
      [{}, 'an object'],
      [secret, 'a string'],
      [null, 'null'],
      [5, 'a number'],
    ],
    /an array of plugins/,
  ],
  [
    'clock',
    [
      [5, 'a number'],
      [clock, 'an object'],
      [null, 'null'],
    ],
    /a clock with now, wallNow and schedule/,
  ],
  [
    'random',
    [
      [0.5, 'a number with a fraction'],
      [null, 'null'],
    ],
    /a function/,
  ],
];

function nested(path: string, value: unknown): object {
  const [first = '', second] = path.split('.');
  return { [first]: second === undefined ? value : { [second]: value } };
}

describe('a wrong client option is a ConfigurationError that names it, what came and what is allowed', () => {
  test.each(
    table.flatMap(([path, wrong, allowed]) => wrong.map(([value, came]) => ({ path, value, came, allowed }))),
  )('$path: $came', ({ path, value, came, allowed }) => {
    try {
      createClient(nested(path, value) as never);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError);
      const { message } = error as Error;
      expect(message).toContain(path);
      expect(message).toContain(came);
      expect(message).toMatch(allowed);
      expect(message).not.toContain(secret);
    }
  });

  test.each([
    [{ tiemout: 5 }, /'tiemout' is unknown; allowed are name, baseUrl, .*timeout/],
    [{ timeout: { conect: 5 } }, /'timeout.conect' is unknown; allowed are connect, headers/],
    [{ pool: { max: 5 } }, /'pool.max' is unknown; allowed are maxConnections/],
    [{ tls: { rejectUnauthorized: false } }, /'tls.rejectUnauthorized' is unknown; allowed are verify/],
    [{ redirect: { limit: 5 } }, /'redirect.limit' is unknown; allowed are follow/],
    [{ [`Bearer ${secret}\n`]: 5 }, /Option '\[...\]' is unknown/],
    [{ timeout: { [`Bearer ${secret}\n`]: 5 } }, /Option 'timeout\[...\]' is unknown/],
    [{ tls: { cert: '-----BEGIN x' } }, /'tls.cert' and 'tls.key' belong together/],
  ])('%o is refused', (options, message) => {
    const make = () => createClient(options as never);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(message);
    expect(make).not.toThrow(secret);
  });

  test.each([[null], [5], ['http://a'], [[]], [new Map()], [() => {}]])('%o are no options', (options) => {
    expect(() => createClient(options as never)).toThrow(/options must be a plain object with name, baseUrl/);
  });
});

describe('extend', () => {
  it('refuses what belongs to the connections, and says where it goes', () => {
    const client = createClient();
    for (const name of ['pool', 'tls', 'http2', 'trustEnv', 'clock', 'random']) {
      expect(() => client.extend({ [name]: {} })).toThrow(ConfigurationError);
      expect(() => client.extend({ [name]: undefined })).toThrow(
        `Option '${name}' belongs to the connections, which extend() shares with its parent; use createClient`,
      );
    }
  });

  it('checks like createClient', () => {
    const client = createClient();
    expect(() => client.extend({ timeout: -1 })).toThrow(ConfigurationError);
    expect(() => client.extend({ nope: 1 } as never)).toThrow(/'nope' is unknown; allowed are name, baseUrl/);
    expect(() => client.extend(null as never)).toThrow(/options must be a plain object/);
  });

  it('merges timeout and redirect per key, headers and query per name; undefined inherits, null removes', async () => {
    const transport = fakeTransport();
    const parent = createClient({
      name: 'parent',
      baseUrl: 'http://a.test/v1?key=base',
      timeout: { total: 9_000, headers: 8_000 },
      redirect: { max: 3 },
      maxResponseBytes: 7,
      headers: { 'x-a': '1', 'x-b': ['2', '3'], 'x-c': '4' },
      query: { page: [1, 2], size: 10, sort: 'asc' },
      plugins: [transport],
    });
    const child = parent.extend({
      name: undefined,
      timeout: { headers: 1_000, total: null, idle: undefined },
      redirect: { follow: false },
      maxResponseBytes: undefined,
      headers: { 'X-B': '5', 'x-c': null, 'x-a': undefined },
      query: { page: 3, sort: null, size: undefined },
    });
    const { options, name } = child.describe();
    expect(name).toBe('parent');
    expect(options).toMatchObject({
      timeout: { connect: 5_000, headers: 1_000, idle: 30_000, total: undefined },
      redirect: { follow: false, max: 3 },
      maxResponseBytes: 7,
    });
    await child.get('users');
    await child.get('users', { timeout: 50, headers: { 'x-d': '6', 'x-b': null }, query: { size: [] } });
    const [one, two] = transport.requests;
    expect(one?.url.href).toBe('http://a.test/v1/users?key=base&size=10&page=3');
    expect(one?.headers).toMatchObject({ 'x-a': '1', 'x-b': '5' });
    expect(one?.headers).not.toHaveProperty('x-c');
    expect(two?.url.href).toBe('http://a.test/v1/users?key=base&page=3');
    expect(two?.headers).toMatchObject({ 'x-a': '1', 'x-d': '6' });
    expect(two?.headers).not.toHaveProperty('x-b');
    expect(two?.timeouts).toMatchObject({ headers: 1_000, total: 50 });
  });

  it('leaves the parent as it was', async () => {
    const transport = fakeTransport();
    const parent = createClient({ baseUrl: 'http://a.test/', headers: { 'x-a': '1' }, plugins: [transport] });
    const before = JSON.stringify(parent.describe());
    parent.extend({ baseUrl: 'http://b.test/', headers: { 'x-a': '2' }, timeout: 5, throwOnStatus: false });
    expect(JSON.stringify(parent.describe())).toBe(before);
    await parent.get('');
    expect(transport.requests[0]).toMatchObject({ headers: { 'x-a': '1' } });
  });
});

it('numbers without an end are allowed where no limit makes sense', async () => {
  const client = createClient({
    timeout: Infinity,
    maxResponseBytes: Infinity,
    pool: { maxConnections: Infinity, keepAliveTimeout: 0 },
    redirect: { max: 0 },
    plugins: [fakeTransport(() => ({ status: 302, headers: { location: '/x' } }))],
  });
  expect(client.describe().worstCase).toEqual({ time: Infinity, requests: 2 });
  expect(await rejection(client.get('http://a.test/'))).toMatchObject({
    code: 'ERR_HTTP_TOO_MANY_REDIRECTS',
  });
});
