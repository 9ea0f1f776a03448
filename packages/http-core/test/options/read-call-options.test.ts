import { describe, expect, it, test } from 'vitest';

import type { Client } from '../../src/client.ts';
import { createClient } from '../../src/create-client.ts';
import { InvalidRequestError } from '../../src/errors/index.ts';
import { definePlugin } from '../../src/plugin.ts';
import { fakeTransport, rejection } from '../support/fake-transport.ts';

const url = 'http://a.test/';
const secret = 'hunter2-secret';
const duration: readonly (readonly [unknown, string])[] = [
  [0, 'zero'],
  [-1, 'a negative number'],
  [Number.NaN, 'a number (NaN)'],
  [secret, 'a string'],
  [{}, 'an object'],
];
const flag: readonly (readonly [unknown, string])[] = [
  [1, 'a number'],
  [secret, 'a string'],
  [null, 'null'],
];

/** Option, wrong values with what the message says came, what the message says is allowed. */
const table: readonly (readonly [
  path: string,
  wrong: readonly (readonly [unknown, string])[],
  allowed: RegExp,
])[] = [
  [
    'headers',
    [
      [5, 'a number'],
      [secret, 'a string'],
      [true, 'a boolean'],
    ],
    /a plain object, a Headers or an iterable/,
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
    'json',
    [
      [() => secret, 'a function'],
      [Symbol(secret), 'a symbol'],
      [1n, ''],
    ],
    /json|JSON/,
  ],
  [
    'form',
    [
      [5, 'a number'],
      [true, 'a boolean'],
    ],
    /form/,
  ],
  [
    'body',
    [
      [5, 'a number'],
      [true, 'a boolean'],
      [{}, 'an object'],
    ],
    /body/,
  ],
  [
    'errors',
    [
      [5, 'a number'],
      [null, 'null'],
      [secret, 'a string'],
    ],
    /an object with statuses from 400 to 599/,
  ],
  [
    'timeout',
    [...duration.slice(0, 4), [null, 'null'], [[1], 'an array'], [new Map(), 'an instance of Map']],
    /a positive number of milliseconds/,
  ],
  ...['connect', 'headers', 'idle', 'pool', 'attempt', 'total'].map(
    (name) => [`timeout.${name}`, duration, /a positive number of milliseconds, or Infinity/] as const,
  ),
  [
    'signal',
    [
      [5, 'a number'],
      [secret, 'a string'],
      [{}, 'an object'],
      [new AbortController(), 'an instance of AbortController'],
      [{ aborted: false, addEventListener() {} }, 'an object'],
    ],
    /an AbortSignal/,
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
    (name) => [`redirect.${name}`, flag, /a boolean/] as const,
  ),
  [
    'redirect.max',
    [
      [-1, 'a negative number'],
      [0.5, 'a number with a fraction'],
      ['5', 'a string'],
    ],
    /a whole number from 0/,
  ],
  [
    'redirect.keepHeaders',
    [
      [secret, 'a string'],
      [[5], 'a number'],
      [['Cookie'], 'a string'],
    ],
    /a list of header names/,
  ],
  [
    'maxResponseBytes',
    [
      [-1, 'a negative number'],
      [1.5, 'a number with a fraction'],
      [Number.NaN, 'a number (NaN)'],
      [null, 'null'],
    ],
    /a whole number from 0/,
  ],
  ['throwOnStatus', flag, /a boolean/],
  ['decompress', flag, /a boolean/],
  [
    'onUploadProgress',
    [
      [5, 'a number'],
      [null, 'null'],
      [{}, 'an object'],
    ],
    /a function/,
  ],
  [
    'onDownloadProgress',
    [
      [5, 'a number'],
      [null, 'null'],
      [{}, 'an object'],
    ],
    /a function/,
  ],
  [
    'state',
    [
      [{}, 'an object'],
      [new Map([[secret, 1]]), 'an instance of Map'],
      [null, 'null'],
    ],
    /a Map with symbols as keys/,
  ],
];

function nested(path: string, value: unknown): object {
  const [first = '', second] = path.split('.');
  return { [first]: second === undefined ? value : { [second]: value } };
}

/** What every way of calling rejects with; none of them may throw at once, none may send. */
async function refusal(options: unknown): Promise<InvalidRequestError> {
  const transport = fakeTransport();
  const client: Client = createClient({ plugins: [transport] });
  const given = options as object;
  const errors = await Promise.all([
    rejection(client.post(url, given)),
    rejection(client.request('PUT', url, given)),
    rejection(client.stream('POST', url, given)),
    client
      .post(url, given)
      .result()
      .then(({ error }) => error),
    rejection(client.post(url, given).json()),
  ]);
  for (const error of errors) expect(error).toBeInstanceOf(InvalidRequestError);
  expect(transport.requests).toHaveLength(0);
  return errors[0] as InvalidRequestError;
}

describe('a wrong call option is a rejection that names it, what came and what is allowed', () => {
  test.each(
    table.flatMap(([path, wrong, allowed]) => wrong.map(([value, came]) => ({ path, value, came, allowed }))),
  )('$path: $came', async ({ path, value, came, allowed }) => {
    const { message } = await refusal(nested(path, value));
    expect(message).toContain(path);
    expect(message).toContain(came);
    expect(message).toMatch(allowed);
    expect(message).not.toContain(secret);
  });

  test.each([
    [{ tiemout: 5 }, /'tiemout' is unknown; allowed are headers, query, json/],
    [{ timeout: { conect: 5 } }, /'timeout.conect' is unknown; allowed are connect/],
    [{ redirect: { limit: 5 } }, /'redirect.limit' is unknown; allowed are follow/],
    [{ [`Bearer ${secret}\n`]: 5 }, /Option '\[...\]' is unknown/],
    [{ baseUrl: 'http://b.test/' }, /'baseUrl' is unknown/],
    [{ errors: { 200: {} } }, /statuses from 400 to 599 as keys/],
    [{ errors: { [secret]: {} } }, /statuses from 400 to 599 as keys/],
  ])('%o is refused', async (options, message) => {
    const error = await refusal(options);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain(secret);
  });

  test.each([
    [null, 'null'],
    [5, 'a number'],
    ['x', 'a string'],
    [[], 'an array'],
    [new AbortController().signal, 'an instance of AbortSignal'],
    [new Headers(), 'an instance of Headers'],
    [new URLSearchParams(), 'an instance of URLSearchParams'],
    [Object.create({ timeout: 5 }), 'an instance of Object'],
  ])('%o are no options', async (options, came) => {
    expect((await refusal(options)).message).toBe(
      `The options of a call must be a plain object, but are ${came}`,
    );
  });

  it('whatever reading the caller’s values throws', async () => {
    const cause = new Error('no');
    const raise = () => {
      throw cause;
    };
    for (const name of ['schema', 'timeout', 'headers', 'signal', 'json']) {
      const error = await refusal(Object.defineProperty({}, name, { get: raise, enumerable: true }));
      expect(error).toMatchObject({ message: 'The call could not be read: no', cause });
    }
    await refusal(new Proxy({}, { ownKeys: raise }));
    await refusal({ signal: new Proxy({}, { get: raise }) });
    await refusal({ errors: new Proxy({}, { ownKeys: raise }) });
  });

  it('a method or a URL that is none', async () => {
    const transport = fakeTransport();
    const client = createClient({ plugins: [transport] });
    for (const method of [5, '', 'GET /', 'TRACE', null, Symbol('x')]) {
      expect(await rejection(client.request(method as never, url))).toBeInstanceOf(InvalidRequestError);
    }
    for (const wrong of [5, undefined, null, {}, 'relative', Symbol('x'), Object.create(null)]) {
      expect(await rejection(client.get(wrong as never))).toBeInstanceOf(InvalidRequestError);
    }
    expect(transport.requests).toHaveLength(0);
  });
});

describe('undefined says nothing', () => {
  it.each(table.map(([path]) => path))('%s', async (path) => {
    const transport = fakeTransport();
    const client = createClient({ plugins: [transport] });
    expect((await client.post(url, nested(path, undefined))).status).toBe(200);
  });
});

describe('options of plugins', () => {
  const known = definePlugin<'known', { flavour?: string }>({
    name: 'known',
    contract: 1,
    setup: () => ({
      callOptions: { flavour: (value) => (typeof value === 'string' ? undefined : 'a string') },
    }),
  });

  it('are checked by the plugin, refused by the core', async () => {
    const client = createClient({ plugins: [known, fakeTransport()] });
    expect((await client.get(url, { flavour: 'sweet' })).status).toBe(200);
    expect(await rejection(client.get(url, { flavour: 5 } as never))).toMatchObject({
      code: 'ERR_HTTP_INVALID_REQUEST',
      message: 'flavour must be a string, not a number',
    });
    expect(String(await rejection(client.get(url, { flavor: 'x' } as never)))).toMatch(
      /'flavor' is unknown; allowed are .*, flavour/,
    );
  });

  it('pass unchecked where a plugin does not say which it has', async () => {
    const silent = definePlugin<'silent', { anything?: number }>({
      name: 'silent',
      contract: 1,
      setup: () => ({}),
    });
    const client = createClient({ plugins: [known, silent, fakeTransport()] });
    expect((await client.get(url, { anything: 5 })).status).toBe(200);
  });
});
