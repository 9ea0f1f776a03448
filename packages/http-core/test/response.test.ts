import { inspect } from 'node:util';

import { describe, expect, it, test } from 'vitest';

import { createClient } from '../src/create-client.ts';
import { DecodeError, InvalidRequestError, NotFoundError } from '../src/errors/index.ts';
import type { HttpResponse } from '../src/response.ts';
import { type Answer, fakeTransport, openBody, rejection } from './support/fake-transport.ts';

const url = 'http://a.test/';
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A response as a buffered and as a streamed call give it. */
const kinds = {
  buffered: (answer: Answer) => createClient({ plugins: [fakeTransport(() => answer)] }).get(url),
  streamed: (answer: Answer) => createClient({ plugins: [fakeTransport(() => answer)] }).stream('GET', url),
};

describe.each(Object.entries(kinds))('a %s response', (kind, get) => {
  it('shows its head', async () => {
    const answer = { status: 201, statusText: 'Made', headers: { 'X-A': '1', 'set-cookie': ['a=1', 'b=2'] } };
    const response = await get(answer);
    expect(response).toMatchObject({
      status: 201,
      statusText: 'Made',
      ok: true,
      url,
      redirects: [],
      isFallback: false,
    });
    expect(response.request).toMatchObject({ method: 'GET', url });
    expect(response.headers).toBeInstanceOf(Headers);
    expect(response.headers).toBe(response.headers);
    expect(response.headers.get('x-a')).toBe('1');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.header('x-a')).toBe('1');
    expect(response.header('x-b')).toBeNull();
    expect(response.rawHeaders).toEqual(['X-A', '1', 'set-cookie', 'a=1', 'set-cookie', 'b=2']);
    expect(response.attempts).toMatchObject([{ attempt: 1, status: 201, sent: 'complete', redirects: 0 }]);
    expect(response.timings).toMatchObject({ total: 1 });
  });

  it('reads bytes, text and json, as often as asked', async () => {
    const response = await get({ body: '{"a":[1]}' });
    const [bytes, text, json] = await Promise.all([response.bytes(), response.text(), response.json()]);
    expect([new TextDecoder().decode(bytes), text, json]).toEqual(['{"a":[1]}', '{"a":[1]}', { a: [1] }]);
    expect(await response.text()).toBe(text);
    expect(response.peek()).toBe(bytes);
  });

  it.each([
    ['utf-8 by default', bytesOf('grün'), '', 'grün'],
    ['latin1', Uint8Array.of(0x67, 0xfc), 'text/plain; charset=iso-8859-1', 'gü'],
    ['quoted and shouted', Uint8Array.of(0x67, 0xfc), 'text/plain; CHARSET="ISO-8859-1"; x=y', 'gü'],
    ['utf-16', Uint8Array.of(0x61, 0, 0x62, 0), 'text/plain; charset=utf-16le', 'ab'],
    ['an unknown one as utf-8', bytesOf('ü'), 'text/plain; charset=klingon', 'ü'],
    ['what does not fit', Uint8Array.of(0x61, 0xff), 'text/plain; charset=utf-8', 'a\ufffd'],
    ['a byte order mark', bytesOf('\ufeffa'), 'text/plain', 'a'],
  ])('decodes text: %s', async (_, body, type, expected) => {
    const response = await get({ body, headers: type === '' ? {} : { 'content-type': type } });
    expect(await response.text()).toBe(expected);
  });

  it.each(['', '{', 'null x', '\ufffd'])('refuses %j as JSON', async (body) => {
    const error = await rejection((await get({ body })).json());
    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toMatchObject({ schema: undefined, attempts: [{ status: 200 }] });
  });

  it('is a web stream, async iterable', async () => {
    const response = await get({ body: 'abc' });
    expect(response.body).toBeInstanceOf(ReadableStream);
    expect(response.body).toBe(response.body);
    let text = '';
    for await (const chunk of response.body) text += new TextDecoder().decode(chunk);
    expect(text).toBe('abc');
  });

  it('is made a web Response', async () => {
    const web = (
      await get({ status: 202, statusText: 'Fine', headers: { 'x-a': '1' }, body: 'abc' })
    ).toResponse();
    expect(web).toBeInstanceOf(Response);
    expect([web.status, web.statusText, web.headers.get('x-a'), web.url, web.redirected]).toEqual([
      202,
      'Fine',
      '1',
      url,
      false,
    ]);
    expect(await web.text()).toBe('abc');
    const empty = (await get({ status: 204 })).toResponse();
    expect([empty.status, empty.body]).toEqual([204, null]);
    const odd = await get({ status: 999 });
    expect(() => odd.toResponse()).toThrow(InvalidRequestError);
  });

  it('tells once when nothing of it is left', async () => {
    const response = await get({ body: 'abc' });
    let count = 0;
    response.onEnd(() => count++);
    expect(count).toBe(kind === 'buffered' ? 1 : 0);
    await response.text();
    expect(count).toBe(1);
  });

  it('shows no secret when it is printed', async () => {
    const headers = {
      'set-cookie': 'id=hunter2',
      authorization: 'hunter2',
      location: 'http://u:hunter2@b.test/',
    };
    const response = await get({ headers, body: 'hunter2' });
    for (const text of [
      JSON.stringify(response),
      inspect(response, { depth: 9 }),
      inspect(response.request),
    ]) {
      expect(text).not.toContain('hunter2');
    }
    expect(JSON.parse(JSON.stringify(response))).toMatchObject({ status: 200, url });
  });

  it('reads a header called __proto__ as data', async () => {
    const response = await get({
      headers: JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>,
    });
    expect([response.headers.get('__proto__'), response.header('constructor')]).toEqual(['x', 'y']);
    expect(JSON.stringify(response)).toContain('constructor');
  });
});

describe('an unread body', () => {
  async function open() {
    const source = openBody();
    const transport = fakeTransport(() => ({ body: source.body }));
    const response = await createClient({ plugins: [transport] }).stream('GET', url);
    return { source, transport, response };
  }

  it('is read once, one way', async () => {
    const once = async (
      use: (response: HttpResponse) => Promise<unknown>,
      then: (response: HttpResponse) => Promise<unknown>,
    ) => {
      const { source, response } = await open();
      source.push('abc');
      source.end();
      await use(response);
      const error = await rejection(then(response));
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(String(error)).toContain('read it once, one way');
    };
    const viaBody = (response: HttpResponse) => Array.fromAsync(response.body);
    await once(viaBody, (response) => response.text());
    await once(
      async (response) => {
        const { body } = response;
        await response.bytes();
        expect(body.locked).toBe(false);
      },
      (response) => Array.fromAsync(response.body),
    );
  });

  it('that bytes() has read is there as a stream made afterwards', async () => {
    const { source, response } = await open();
    source.push('abc');
    source.end();
    await response.bytes();
    const [chunk] = await Array.fromAsync(response.body);
    expect(new TextDecoder().decode(chunk)).toBe('abc');
  });

  it('is closed by cancel(), and by cancelling or leaving the stream', async () => {
    const ways: readonly ((response: HttpResponse) => unknown)[] = [
      (response) => response.cancel(),
      (response) => response.body.cancel(),
      async (response) => {
        for await (const chunk of response.body) if (chunk.byteLength > 0) break;
      },
      (response) => response.toResponse().body?.cancel(),
    ];
    for (const way of ways) {
      const { source, transport, response } = await open();
      source.push('abc');
      await way(response);
      expect(transport.destroyed).toBe(1);
      await expect(response.bytes()).rejects.toBeInstanceOf(InvalidRequestError);
    }
  });

  it('of a status that has none is closed when it becomes a web Response', async () => {
    const source = openBody();
    const transport = fakeTransport(() => ({ status: 205, body: source.body }));
    const response = await createClient({ plugins: [transport] }).stream('GET', url);
    expect(response.toResponse().body).toBeNull();
    expect(transport.destroyed).toBe(1);
  });

  it('is discarded by reading a short rest, else by closing', async () => {
    const short = await open();
    short.source.push('abc');
    short.source.end();
    await short.response.discard();
    expect(short.transport.destroyed).toBe(0);
    const long = await open();
    long.source.push('x'.repeat(70_000));
    await long.response.discard();
    expect(long.transport.destroyed).toBe(1);
  });

  it('rejects with the caller’s reason when the call is aborted in the middle, by identity', async () => {
    const source = openBody();
    const client = createClient({ plugins: [fakeTransport(() => ({ body: source.body }))] });
    for (const read of [
      (response: HttpResponse) => response.text(),
      (response: HttpResponse) => Array.fromAsync(response.body),
    ]) {
      const controller = new AbortController();
      const { signal } = controller;
      const response = await client.stream('GET', url, { signal });
      const reading = rejection(read(response));
      controller.abort({ why: 'because' });
      expect(await reading).toBe(signal.reason);
    }
  });
});

test('the body of an error is there in a catch block, up to 64 KiB', async () => {
  const answer = { status: 404, body: `"${'x'.repeat(100_000)}` };
  for (const get of Object.values(kinds)) {
    const error = (await rejection(get(answer))) as NotFoundError;
    expect(error).toBeInstanceOf(NotFoundError);
    expect((await error.response.bytes()).byteLength).toBe(65_536);
    expect(error.response.isTruncated).toBe(true);
  }
  const small = (await rejection(kinds.streamed({ status: 404, body: '{"a":1}' }))) as NotFoundError;
  expect(await small.response.json()).toEqual({ a: 1 });
});
