import { once } from 'node:events';
import { connect } from 'node:net';

import { expect, it } from 'vitest';

import { blackHole, tlsStall } from './black-hole.ts';
import { expectNothingLeft } from './leaks.ts';
import { rawServer } from './raw-server.ts';
import { VirtualClock } from './virtual-clock.ts';

it('is content with what is cleaned up in time', async () => {
  await using server = await rawServer(() => {});
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
  await using server = await rawServer(() => {});
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

it('a black hole answers no SYN and leaves nothing', async () => {
  await expectNothingLeft(async () => {
    await using hole = await blackHole();
    const socket = connect(hole.port, '127.0.0.1');
    const outcome = new Promise((resolve) => {
      socket.on('connect', () => resolve('connected'));
      socket.on('error', (error) => resolve(error));
    });
    const waited = new Promise((resolve) => setTimeout(resolve, 300, 'nothing'));
    expect(await Promise.race([outcome, waited])).toBe('nothing');
    socket.destroy();
  });
});

it('a TLS stall reads the ClientHello and says nothing', async () => {
  await using server = await tlsStall();
  const socket = connect(server.port, '127.0.0.1');
  socket.write('hello');
  await server.waitFor(() => server.openConnections === 1);
  expect(socket.bytesRead).toBe(0);
  socket.destroy();
});

it('virtual time fires in order and lets the code between run', async () => {
  const clock = new VirtualClock();
  const log: string[] = [];
  const sleep = (delay: number) => new Promise<void>((resolve) => clock.schedule(delay, resolve));
  clock.schedule(30, () => log.push(`30 at ${clock.now()}`));
  clock.schedule(5, () => log.push('never')).cancel();
  void (async () => {
    await sleep(10);
    log.push(`10 at ${clock.now()}`);
    await sleep(15);
    log.push(`25 at ${clock.now()}`);
  })();
  expect(clock.pending).toBe(2);
  await clock.advance(29);
  expect(log).toEqual(['10 at 10', '25 at 25']);
  const armed = clock.waitForTimer(71);
  clock.schedule(71, () => {});
  await armed;
  await clock.advance(1);
  expect(log.at(-1)).toBe('30 at 30');
  const wall = clock.wallNow();
  clock.shiftWall(3_600_000);
  expect([clock.now(), clock.wallNow() - wall, clock.delays]).toEqual([30, 3_600_000, [70]]);
});
