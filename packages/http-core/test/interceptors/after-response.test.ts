import { describe, expect, it, test } from 'vitest';

import { createClient } from '../../src/create-client.ts';
import { ConfigurationError, InterceptorError, NetworkError, NotFoundError } from '../../src/errors/index.ts';
import { afterResponse } from '../../src/interceptors/after-response.ts';
import { fakeTransport, openBody, rejection } from '../support/fake-transport.ts';

const url = 'http://a.test/';

test('sees a 404 as a response, before it is raised', async () => {
  const seen: number[] = [];
  const plugins = [
    afterResponse((response) => void seen.push(response.status)),
    fakeTransport(() => ({ status: 404 })),
  ];
  expect(await rejection(createClient({ plugins }).get(url))).toBeInstanceOf(NotFoundError);
  expect(seen).toEqual([404]);
});

test.each([
  ['call', [200]],
  ['attempt', [200]],
  ['hop', [302, 200]],
] as const)('sees what scope %s sees', async (scope, expected) => {
  const seen: number[] = [];
  const transport = fakeTransport((_, index) =>
    index === 0 ? { status: 302, headers: { location: '/b' } } : {},
  );
  const looking = afterResponse((response) => void seen.push(response.status), { scope });
  await createClient({ plugins: [looking, transport] }).get(url);
  expect(seen).toEqual(expected);
});

test('the inner one sees the response first', async () => {
  const seen: string[] = [];
  const look = (name: string) => afterResponse(() => void seen.push(name));
  await createClient({ plugins: [look('outer'), look('inner'), fakeTransport()] }).get(url);
  expect(seen).toEqual(['inner', 'outer']);
});

describe('another response in its place', () => {
  it('counts, also for the status', async () => {
    const swapping = afterResponse((response, context) =>
      response.status === 404 ? context.respond({ body: 'none' }) : undefined,
    );
    const client = createClient({ plugins: [swapping, fakeTransport(() => ({ status: 404 }))] });
    expect(await client.get(url).text()).toBe('none');
  });

  it('may be read out of the body of the first, which is closed afterwards', async () => {
    const open = openBody();
    const transport = fakeTransport(() => ({ body: open.body }));
    const upper = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) =>
        controller.enqueue(new TextEncoder().encode(new TextDecoder().decode(chunk).toUpperCase())),
    });
    const shouting = afterResponse((response) => new Response(response.body.pipeThrough(upper) as never));
    open.push('hello');
    open.end();
    const response = await createClient({ plugins: [shouting, transport] }).stream('GET', url);
    expect(await response.text()).toBe('HELLO');
  });

  it('closes the body of the first where that is not read', async () => {
    const open = openBody();
    const transport = fakeTransport(() => ({ body: open.body }));
    const swapping = afterResponse(() => new Response('other'));
    const response = await createClient({ plugins: [swapping, transport] }).stream('GET', url);
    expect(await response.text()).toBe('other');
    expect(transport.destroyed).toBe(1);
  });

  it.each([[0], [null], [{}]])('is not %o', async (value) => {
    const client = createClient({ plugins: [afterResponse((() => value) as never), fakeTransport()] });
    const error = await rejection(client.get(url));
    expect(String(error)).toMatch(
      /Response interceptor failed: it returned .*; return a response, or nothing/,
    );
  });
});

test('what it raises is the cause of an InterceptorError, and the body is closed', async () => {
  const cause = new TypeError('no');
  const open = openBody();
  const transport = fakeTransport(() => ({ body: open.body }));
  const failing = afterResponse(() => Promise.reject(cause));
  const error = await rejection(createClient({ plugins: [failing, transport] }).stream('GET', url));
  expect(error).toBeInstanceOf(InterceptorError);
  expect(error).toMatchObject({ message: 'Response interceptor failed: no', interceptor: 'response', cause });
  expect(transport.destroyed).toBe(1);
});

test('a failing transport passes it by, by identity', async () => {
  const failure = new NetworkError('reset', 'cut');
  let count = 0;
  const looking = afterResponse(() => void count++);
  const transport = fakeTransport(() => Promise.reject(failure));
  expect(await rejection(createClient({ plugins: [looking, transport] }).get(url))).toBe(failure);
  expect(count).toBe(0);
});

test('is refused at once where it is made wrongly', () => {
  expect(() => afterResponse(null as never)).toThrow(ConfigurationError);
  expect(() => afterResponse(() => {}, { scope: 5 as never })).toThrow(/'scope' of afterResponse/);
});
