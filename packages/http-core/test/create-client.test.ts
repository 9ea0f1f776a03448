import { expect, it } from 'vitest';

import { createClient } from '../src/index.ts';
import { httpServer } from './support/http-server.ts';

it('gives verbs that work when they are taken off the client', async () => {
  await using server = await httpServer((request, response) => {
    response.end(request.method);
  });
  await using api = createClient({ baseUrl: server.url });
  const { get, post, request, stream, fetch } = api;

  const answers = await Promise.all([
    get('a').text(),
    post('a').text(),
    request('PUT', 'a').text(),
    stream('GET', 'a').then((response) => response.text()),
    fetch('a', { method: 'DELETE' }).then((response) => response.text()),
  ]);

  expect(answers).toEqual(['GET', 'POST', 'PUT', 'GET', 'DELETE']);
});
