import { describe, expect, it } from 'vitest';

import { namedServer, routing, withNamedClient } from '../support/named-origins.ts';

const names = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'valueOf',
  '__defineGetter__',
];

const pristine = (): readonly unknown[] => [
  Reflect.ownKeys(Object.prototype),
  Reflect.ownKeys(Object),
  Reflect.ownKeys(Array.prototype),
  Object.getPrototypeOf({}),
  ({} as { x?: unknown }).x,
];

// INVARIANT: row U10: a name is data, also one that means something to JavaScript.
describe.each([false, true])('names of objects as names on the wire (TLS: %s)', (isSecure) => {
  it.each(names)('%s of a response header is readable and pollutes nothing', async (name) => {
    const before = pristine();
    await using server = await namedServer(async (connection) => {
      for await (const _request of connection.requests()) {
        const head = ['HTTP/1.1 200 OK', `${name}: one`, `${name}: two`, 'set-cookie: __proto__=x; x=y'];
        connection.write([...head, 'content-length: 2', '', '{}'].join('\r\n'));
      }
    }, isSecure);
    await withNamedClient({ servers: [server], baseUrl: server.at('a.test') }, async (client) => {
      for (const response of [await client.get(''), await client.stream('GET', '')]) {
        expect(response.headers.get(name)).toBe('one, two');
        expect(response.header(name.toLowerCase())).toBe('one');
        expect(response.rawHeaders.slice(0, 2)).toEqual([name, 'one']);
        const { headers } = JSON.parse(JSON.stringify(response), keepOwn) as { headers: [string, unknown][] };
        expect(headers).toContainEqual([name.toLowerCase(), 'one, two']);
        expect(await response.json()).toEqual({});
      }
      const web = await client.fetch(`${server.at('a.test')}/`);
      expect(web.headers.get(name)).toBe('one, two');
      await web.text();
    });
    expect(pristine()).toEqual(before);
  });

  it.each(names)('%s of a request is sent as it is', async (name) => {
    const before = pristine();
    await using server = await namedServer(
      routing(() => ({ body: `{"${name}": {"x": 1}}` })),
      isSecure,
    );
    const own = <T>(value: T): Record<string, T> => JSON.parse(JSON.stringify({ [name]: value })) as never;
    const options = { servers: [server], baseUrl: server.at('a.test') };
    await withNamedClient({ ...options, headers: own('client'), query: own('q') }, async (client) => {
      await client.post('', { headers: own('call'), query: own('v'), form: own('f') });
      await client.put('', { json: own({ x: 1 }) });
      const parsed = (await client.get('').json()) as object;
      expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
      expect((parsed as { x?: unknown }).x).toBeUndefined();
    });
    const [post, put] = server.requests;
    expect(post?.target).toBe(`/?${name}=v`);
    expect(post?.headers[name.toLowerCase()]).toEqual(['call']);
    expect(post?.body.toString()).toBe(`${name}=f`);
    expect(put?.headers[name.toLowerCase()]).toEqual(['client']);
    expect(put?.body.toString()).toBe(`{"${name}":{"x":1}}`);
    expect(pristine()).toEqual(before);
  });
});

/** Entries in the place of the headers, so that `__proto__` can be looked for. */
function keepOwn(key: string, value: unknown): unknown {
  return key === 'headers' ? Object.entries(value as object) : value;
}
