import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { createClient } from '../../src/create-client.ts';
import { parseJson } from '../../src/decode/parse-json.ts';
import { defineDecoder } from '../../src/decoder.ts';
import { DecodeError } from '../../src/errors/index.ts';
import { definePlugin } from '../../src/plugin.ts';
import { answering, clientOf, raw, withClient } from '../support/client-case.ts';
import { rejection } from '../support/fake-transport.ts';
import { rawServer } from '../support/raw-server.ts';

const json = 'content-type: application/json';

/** That the error is small in every form, and shows no more of the body than an excerpt. */
function expectBounded(thrown: unknown, secret: string): void {
  expect(thrown).toBeInstanceOf(DecodeError);
  const forms = [
    (thrown as Error).message,
    String((thrown as Error).stack),
    JSON.stringify(thrown),
    inspect(thrown, { depth: 9 }),
  ];
  for (const form of forms) {
    expect(form.length).toBeLessThan(4_096);
    expect(form).not.toContain(secret);
  }
}

describe('a body that is no JSON is a DecodeError without the body', () => {
  const secret = 'hunter2-hunter2';
  it.each<[string, string | Uint8Array, string]>([
    ['cut in the middle', `{"password":"${secret}","rest":[1,2,`, json],
    ['large and broken at its end', `{"password":"${secret}","filler":"${'x'.repeat(1_000_000)}"`, json],
    ['a page of HTML', `<html><title>Log in</title>${secret}</html>`, 'content-type: text/html'],
    ['empty', '', json],
    [
      'in another charset than it says',
      Buffer.from(`{"password":"${secret}"}`, 'utf16le'),
      `${json}; charset=utf-8`,
    ],
    [
      'not UTF-8',
      Buffer.concat([Buffer.from(`{"password":"${secret}`), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
      json,
    ],
    ['JSON twice', `{"password":"${secret}"}{"a":1}`, json],
    ['with a comment', `{"a":1} // ${secret}`, json],
    ['NaN', 'NaN', json],
  ])('%s', (_name, body, type) =>
    withClient(answering(raw([type], body)), async (client) => {
      expectBounded(await rejection(client.get('/').json()), secret);
      const response = await client.stream('GET', '/');
      expectBounded(await rejection(response.json()), secret);
    }),
  );

  it('nested a million deep, without the end of the process', () =>
    withClient(answering(raw([json], '['.repeat(1_000_000))), async (client) => {
      expectBounded(await rejection(client.get('/').json()), secret);
    }));
});

describe('a body that is JSON', () => {
  const read = async (body: string | Uint8Array, type = json): Promise<unknown> => {
    await using server = await rawServer(answering(raw([type], body)));
    await using client = clientOf(server.origin);
    return client.get('/').json();
  };

  it('may begin with a byte order mark', async () => {
    expect(await read(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{"a":1}')]))).toEqual({
      a: 1,
    });
  });

  it('pollutes nothing by __proto__ or constructor', async () => {
    const value = (await read(
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"a":1}',
    )) as Record<string, unknown>;
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(value['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('has the last of two members with one name', async () => {
    expect(await read('{"a":1,"a":2}')).toEqual({ a: 2 });
  });

  it('may have any media type', async () => {
    expect(await read('[1]', 'content-type: text/plain')).toEqual([1]);
  });

  it('nested deep is read, or is a DecodeError', async () => {
    const outcome = await read(`${'['.repeat(100_000)}${']'.repeat(100_000)}`).catch(
      (error: unknown) => error,
    );
    expect(Array.isArray(outcome) || outcome instanceof DecodeError).toBe(true);
  });
});

describe('a schema', () => {
  const decoder = defineDecoder({
    name: 'any',
    claims: (schema) => schema === 'any',
    compile: () => parseJson,
  });
  const plugin = definePlugin({
    name: 'any',
    contract: 1,
    setup: () => ({ decoders: [decoder], callOptions: {} }),
  });
  it.each([
    ['an empty 204', raw(['x: y'], '', '204 No Content')],
    ['an empty 200', raw([json], '')],
    ['HTML in place of JSON', raw(['content-type: text/html'], '<html></html>')],
    ['JSON that is cut', raw([json], '{"a":')],
    ['a redirect that is not followed', raw([json, 'location: /b'], '{"a":1}', '302 Found')],
  ])('meets %s with a DecodeError that holds response and schema', async (_name, bytes) => {
    await using server = await rawServer(answering(bytes));
    await using client = createClient({
      baseUrl: server.origin,
      redirect: { follow: false },
      plugins: [plugin],
    });
    const thrown = (await rejection(client.get('/', { schema: 'any' as never }))) as DecodeError;
    expect(thrown).toBeInstanceOf(DecodeError);
    expect(thrown.schema).toBe('any');
    expect(thrown.response?.status).toBeGreaterThan(199);
    expect(thrown.attempts).toHaveLength(1);
  });
});

it.each([
  ['iso-8859-1', Buffer.from('Grüße', 'latin1'), 'Grüße'],
  ['utf-16le', Buffer.from('Grüße', 'utf16le'), 'Grüße'],
  ['UTF-8', Buffer.from('Grüße'), 'Grüße'],
  ['made-up', Buffer.from('Grüße'), 'Grüße'],
  ['utf-8; x="', Buffer.from('Grüße'), 'Grüße'],
])('text in charset %s never throws', (charset, body, text) =>
  withClient(answering(raw([`content-type: text/plain; charset=${charset}`], body)), async (client) => {
    expect(await client.get('/').text()).toBe(text);
  }),
);
