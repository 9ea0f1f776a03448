import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createClient, InvalidRequestError } from '@x/http-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { hello } from '../src/index.ts';

/** Answers with the greeting it was sent. */
let server: Server;
let requests = 0;
let baseUrl = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    requests += 1;
    response.end(JSON.stringify(request.headers['greeting'] ?? null));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => void server.close());

it('greets with Hello unless told otherwise', async () => {
  await using client = createClient({ baseUrl, plugins: [hello()] });
  expect(await client.get('').json()).toBe('Hello');
});

it('greets as the client says, and one call differently', async () => {
  await using client = createClient({ baseUrl, plugins: [hello({ greeting: 'Good day' })] });
  expect(await client.get('').json()).toBe('Good day');
  expect(await client.get('', { greeting: 'Good night' }).json()).toBe('Good night');
  expect(await client.get('', { greeting: false }).json()).toBe(null);
});

it('leaves a header that the caller gave', async () => {
  await using client = createClient({ baseUrl, plugins: [hello()] });
  expect(await client.get('', { headers: { greeting: 'Mine' } }).json()).toBe('Mine');
});

it.each([5, '', 'a\r\nb', true])('refuses the call option %j before anything is sent', async (greeting) => {
  await using client = createClient({ baseUrl, plugins: [hello()] });
  const before = requests;
  const error: unknown = await client
    .get('', { greeting: greeting as string })
    .catch((raised: unknown) => raised);
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect((error as InvalidRequestError).message).toMatch(
    /^greeting must be false or a string of printable ASCII/,
  );
  expect(requests).toBe(before);
});

it('shows in describe() where it runs and what it does', () => {
  const { chain } = createClient({ plugins: [hello({ greeting: 'Hi' })] }).describe();
  expect(chain).toContainEqual({
    scope: 'call',
    slot: 'around',
    plugin: 'hello',
    settings: { greeting: 'Hi' },
  });
});
