import { expect, it } from 'vitest';

import { faultServer, respond } from '../../src/index.ts';
import { nodeRequest } from '../support/node-request.ts';

it('answers HEAD without the body, and late when told', async () => {
  await using server = await faultServer({ always: respond(200, { body: 'hello', delay: 30 }) });
  const started = performance.now();
  expect(await nodeRequest(server.url, { method: 'HEAD' })).toMatchObject({
    body: '',
    headers: { 'content-length': '5' },
  });
  expect(performance.now() - started).toBeGreaterThanOrEqual(29);
});

it('tells who expects it to go on', async () => {
  await using server = await faultServer({ always: respond(200) });
  const headers = { expect: '100-continue', 'content-length': '5' };
  expect((await nodeRequest(server.url, { method: 'POST', headers, body: 'hello' })).status).toBe(200);
  expect(server.requests[0]?.body.toString()).toBe('hello');
});

it('keeps its word about connection: close', async () => {
  await using server = await faultServer({
    always: respond(200, { headers: { connection: 'close', 'set-cookie': ['a=1', 'b=2'] } }),
  });
  const { headers } = await nodeRequest(server.url);
  expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
  await server.waitFor(() => server.openConnections === 0);
});
