import { expect, it } from 'vitest';

import { codeOf, systemCause } from '../../src/transport/system-cause.ts';

it('copies what a system error says and nothing else', () => {
  const error = Object.assign(new Error('connect ECONNREFUSED'), {
    code: 'ECONNREFUSED',
    errno: -111,
    syscall: 'connect',
    address: '::1',
    port: 1,
    rawPacket: Buffer.from('secret'),
    options: { headers: 1 },
  });
  const cause = systemCause(error);
  expect(cause).not.toBe(error);
  expect(Object.fromEntries(Object.entries(cause))).toEqual({
    code: 'ECONNREFUSED',
    errno: -111,
    syscall: 'connect',
    address: '::1',
    port: 1,
  });
  expect(cause.message).toBe('connect ECONNREFUSED');
});

it('finds the code and the messages in an AggregateError', () => {
  const inner = ['a', 'b'].map((name) => Object.assign(new Error(name), { code: `E${name}` }));
  const error = new AggregateError(inner);
  expect(codeOf(error)).toBe('Ea');
  expect(systemCause(error)).toMatchObject({ name: 'AggregateError', message: 'a; b', code: 'Ea' });
  expect(codeOf(new Error('none'))).toBe('');
});
