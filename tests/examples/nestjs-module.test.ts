import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';

import { expect, it } from 'vitest';

import { startApi } from '../../examples/api/server.ts';
import { startHeldOrigin, untilRefused } from './support/held-origin.ts';
import { runExample } from './support/run-example.ts';

const listening = /listening at (http:[\w.:/]+)/;

it('the NestJS module injects its client where it is named', async () => {
  await using api = await startApi();
  await using example = runExample('nestjs-module', { API_URL: api.url, PORT: '0' });
  const url = await example.until(listening);
  const found = await fetch(`${url}/users/1`);
  expect(await found.json()).toEqual({ id: 1, name: 'Ada' });
  const missing = await fetch(`${url}/users/99`);
  expect([missing.status, await missing.json()]).toMatchObject([404, { message: 'There is no user 99' }]);
}, 60_000);

it('the NestJS module closes its clients after the last request was answered', async () => {
  await using origin = await startHeldOrigin();
  await using example = runExample('nestjs-module', { API_URL: origin.url, PORT: '0' });
  const url = await example.until(listening);
  // Without keep-alive, for which Nest's server would wait five seconds.
  const answer = once(get(`${url}/users/1`, { agent: false }), 'response') as Promise<IncomingMessage[]>;
  const upstream = await origin.taken();

  example.process.kill('SIGTERM');
  await untilRefused(url);
  expect(example.process.exitCode).toBeNull();

  upstream.writeHead(200, { 'content-type': 'application/json' }).end('{"id":1,"name":"Ada"}');
  const [response] = await answer;
  expect(await json(response!)).toEqual({ id: 1, name: 'Ada' });
  // Nest sends itself the signal again when its hooks have run.
  expect(await example.ended, example.output()).toBe('SIGTERM');
  await expect.poll(() => origin.connections()).toBe(0);
}, 60_000);
