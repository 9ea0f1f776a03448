import { connect } from 'node:net';

import { expect, it } from 'vitest';

import { blackHole } from '../../src/fault-server/black-hole.ts';
import { expectNothingLeft } from '../../src/fault-server/leak-check.ts';

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
