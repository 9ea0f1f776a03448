import { expect, it } from 'vitest';

import { startApi } from '../../examples/api/server.ts';
import { startHeldOrigin, untilRefused } from './support/held-origin.ts';
import { runExample } from './support/run-example.ts';

const listening = /Server listening at (http:[\w.:/]+)"/;

it('the Fastify service answers over the client, and turns its errors into statuses', async () => {
  await using api = await startApi();
  await using example = runExample('fastify-service', { HTTP__BASE_URL: api.url, PORT: '0' });
  const url = await example.until(listening);
  const found = await fetch(`${url}/greetings/1`);
  expect(await found.json()).toEqual({ text: 'Good day, Ada' });
  const missing = await fetch(`${url}/greetings/99`);
  expect(missing.status).toBe(404);
  await api[Symbol.asyncDispose]();
  const refused = await fetch(`${url}/greetings/1`);
  expect([refused.status, await refused.json()]).toEqual([502, { error: 'ERR_HTTP_NETWORK' }]);
}, 60_000);

it('the Fastify service takes its limits from the environment', async () => {
  await using origin = await startHeldOrigin();
  const env = { HTTP__BASE_URL: origin.url, HTTP__TIMEOUT: '50', PORT: '0' };
  await using example = runExample('fastify-service', env);
  const response = await fetch(`${await example.until(listening)}/greetings/1`);
  expect([response.status, await response.json()]).toEqual([504, { error: 'ERR_HTTP_TIMEOUT' }]);
}, 60_000);

it('the Fastify service does not start with a configuration that is wrong', async () => {
  await using example = runExample('fastify-service', { HTTP__TIMEOT: '50', HTTP__HTTP2: 'maybe' });
  expect(await example.ended).toBe(1);
  expect(example.output()).toContain('did you mean HTTP__TIMEOUT?');
  expect(example.output()).toContain('http2 must be true or false, not "maybe" (HTTP__HTTP2)');
}, 60_000);

// INVARIANT: who is being served when a deployment stops the service gets the whole answer.
it('the Fastify service finishes what is under way after SIGTERM, and then ends by itself', async () => {
  await using origin = await startHeldOrigin();
  await using example = runExample('fastify-service', { HTTP__BASE_URL: origin.url, PORT: '0' });
  const url = await example.until(listening);
  const answer = fetch(`${url}/greetings/1`);
  const upstream = await origin.taken();

  example.process.kill('SIGTERM');
  await untilRefused(url);
  expect(example.process.exitCode).toBeNull();

  upstream.writeHead(200, { 'content-type': 'application/json' }).end('{"id":1,"name":"Ada"}');
  const response = await answer;
  expect([response.status, await response.json()]).toEqual([200, { text: 'Good day, Ada' }]);
  expect(await example.ended, example.output()).toBe(0);
  await expect.poll(() => origin.connections()).toBe(0);
}, 60_000);
