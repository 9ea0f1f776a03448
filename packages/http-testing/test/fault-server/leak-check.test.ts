import { once } from 'node:events';
import { connect } from 'node:net';

import { expect, it } from 'vitest';

import { faultServer } from '../../src/fault-server/fault-server.ts';
import { expectNothingLeft } from '../../src/fault-server/leak-check.ts';

it('is content with what is cleaned up in time', async () => {
  await using server = await faultServer({ always: () => {} });
  const controller = new AbortController();
  const options = { servers: [server], signals: [controller.signal] };
  const value = await expectNothingLeft(async () => {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    setTimeout(() => socket.destroy(), 50);
    return 'value';
  }, options);
  expect(value).toBe('value');
});

it('names a socket, a timer, a listener, a descriptor and a warning that are left', async () => {
  await using server = await faultServer({ always: () => {} });
  const { signal } = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const left = expectNothingLeft(
    async () => {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      timer = setTimeout(() => {}, 10_000);
      signal.addEventListener('abort', () => {});
      process.emitWarning('many', 'MaxListenersExceededWarning');
    },
    { servers: [server], signals: [signal] },
  );
  const message = await left.then(
    () => '',
    (error: Error) => error.message,
  );
  clearTimeout(timer);
  expect(message).toMatch(/more active TCPSocketWrap/);
  expect(message).toMatch(/1 armed timers/);
  expect(message).toMatch(/more descriptors/);
  expect(message).toMatch(/1 connections at http/);
  expect(message).toMatch(/1 abort listeners/);
  expect(message).toMatch(/warning: many/);
});
