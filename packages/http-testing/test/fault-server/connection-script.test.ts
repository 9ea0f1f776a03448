import { expect, it } from 'vitest';

import { fault, faultServer, respond, sequence } from '../../src/index.ts';
import { failureOf, nodeRequest, oneConnection } from '../support/node-request.ts';

it('a sequence plays its scripts one after the other on one connection', async () => {
  const agent = oneConnection();
  await using server = await faultServer();
  server.next(sequence(respond(200, { body: 'one' }), respond(404), fault('resetBeforeHeaders')));
  expect((await nodeRequest(server.url, { agent })).body).toBe('one');
  expect((await nodeRequest(server.url, { agent })).status).toBe(404);
  expect(await failureOf(nodeRequest(server.url, { agent }))).toBe('ECONNRESET');
  expect(server.connections).toBe(1);
  agent.destroy();
});

it('a sequence is refused where it could not be played', () => {
  expect(() => sequence()).toThrow('at least one');
  expect(() => sequence(respond(200), fault('tlsExpired'))).toThrow('Only the first');
});
