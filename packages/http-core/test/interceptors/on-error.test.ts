import { describe, expect, it, test } from 'vitest';

import { createClient } from '../../src/create-client.ts';
import { defineDecoder } from '../../src/decoder.ts';
import { ConfigurationError, InterceptorError, NotFoundError } from '../../src/errors/index.ts';
import { beforeRequest } from '../../src/interceptors/before-request.ts';
import { onError } from '../../src/interceptors/on-error.ts';
import { definePlugin } from '../../src/plugin.ts';
import { fakeTransport, rejection } from '../support/fake-transport.ts';

const url = 'http://a.test/';
const missing = () => fakeTransport(() => ({ status: 404, body: '{"why":"gone"}' }));

const anything = definePlugin<'anything', {}, { schema: unknown; accepts: object; output: unknown }>({
  name: 'anything',
  contract: 1,
  setup: () => ({
    callOptions: {},
    decoders: [
      defineDecoder({
        name: 'anything',
        claims: () => true,
        compile:
          () =>
          (body: Uint8Array): unknown =>
            JSON.parse(new TextDecoder().decode(body)),
      }),
    ],
  }),
});

describe('what it returns', () => {
  it('nothing: the error goes on by identity', async () => {
    const seen: unknown[] = [];
    const client = createClient({ plugins: [onError((error) => void seen.push(error)), missing()] });
    const error = await rejection(client.get(url));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(seen).toEqual([error]);
    expect(seen[0]).toBe(error);
  });

  it('a response: that is the answer', async () => {
    const client = createClient({
      plugins: [onError((_, call) => call.respond({ body: 'instead' })), missing()],
    });
    expect(await client.get(url).text()).toBe('instead');
    const web = createClient({ plugins: [onError(async () => new Response('web')), missing()] });
    expect(await web.get(url).text()).toBe('web');
  });

  it('a value: that is what the call resolves to, as it is, where there is a schema', async () => {
    const value = { name: 'default' };
    const client = createClient({ plugins: [anything, onError(() => value), missing()] });
    const { data, response } = await client.get(url, { schema: {} }).withResponse();
    expect(data).toBe(value);
    expect(response).toMatchObject({ status: 200, isFallback: true, data: value });
    expect(await client.get(url).json()).toEqual(value);
  });

  it('null is a value', async () => {
    const client = createClient({ plugins: [anything, onError(() => null), missing()] });
    expect(await client.get(url, { schema: {} })).toBeNull();
  });
});

test('sees errors of the tree from everywhere inside, and decode errors', async () => {
  const seen: string[] = [];
  const watching = onError((error) => void seen.push(error.code));
  const failing = beforeRequest(() => {
    throw new Error('no');
  });
  await rejection(createClient({ plugins: [watching, failing, missing()] }).get(url));
  const broken = fakeTransport(() => ({ body: 'no json' }));
  await rejection(createClient({ plugins: [watching, anything, broken] }).get(url, { schema: {} }));
  expect(seen).toEqual(['ERR_HTTP_INTERCEPTOR', 'ERR_HTTP_DECODE']);
});

test('a caller’s abort passes it by', async () => {
  let count = 0;
  const controller = new AbortController();
  const transport = fakeTransport(() => {
    controller.abort('stop');
    return new Promise<never>(() => {});
  });
  const client = createClient({ plugins: [onError(() => count++), transport] });
  expect(await rejection(client.get(url, { signal: controller.signal }))).toBe('stop');
  expect(count).toBe(0);
});

test('what it raises is the cause of an InterceptorError', async () => {
  const cause = new RangeError('worse');
  const failing = onError(() => {
    throw cause;
  });
  const error = await rejection(createClient({ plugins: [failing, missing()] }).get(url));
  expect(error).toBeInstanceOf(InterceptorError);
  expect(error).toMatchObject({ message: 'Error interceptor failed: worse', interceptor: 'error', cause });
});

test('is refused at once where it is made wrongly', () => {
  expect(() => onError({} as never)).toThrow(ConfigurationError);
});
