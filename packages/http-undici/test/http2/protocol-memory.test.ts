import { expect, it } from 'vitest';

import { ProtocolMemory } from '../../src/http2/protocol-memory.ts';

const both = ['h2', 'http/1.1'];

it('offers both until a peer insists on HTTP/1.1', () => {
  const memory = new ProtocolMemory();
  expect(memory.offer('a')).toEqual(both);
  memory.without('a', 'chosen');
  expect(memory.isWithout('a')).toBe(true);
  expect(memory.offer('a')).toEqual(both);
  memory.without('a', 'required');
  memory.without('a', 'chosen');
  expect(memory.offer('a')).toEqual(['http/1.1']);
});

it('forgets what it knew when the peer chooses HTTP/2', () => {
  const memory = new ProtocolMemory();
  memory.without('a', 'chosen');
  memory.speaks('a');
  expect(memory.isWithout('a')).toBe(false);
});

it('remembers a thousand peers', () => {
  const memory = new ProtocolMemory();
  for (let index = 0; index <= 1_000; index++) memory.without(String(index), 'chosen');
  expect(memory.isWithout('0')).toBe(false);
  expect(memory.isWithout('1')).toBe(true);
});
