import { describe, expect, it } from 'vitest';

import { distance, squeeze, toSnakeCase } from '../src/spelling.ts';

describe('distance', () => {
  it.each([
    ['', '', 0],
    ['pool', 'pool', 0],
    ['pool', 'pol', 1],
    ['pol', 'pool', 1],
    ['pool', 'poll', 1],
    ['timeout', 'timeuot', 1],
    ['ab', 'ba', 1],
    ['', 'tls', 3],
    ['kitten', 'sitting', 3],
  ])('from %j to %j is %i', (one, other, edits) => {
    expect(distance(one, other)).toBe(edits);
    expect(distance(other, one)).toBe(edits);
  });
});

it('a name is known whatever its spelling', () => {
  expect(toSnakeCase('maxConnectionsPerHost')).toBe('max_connections_per_host');
  expect(toSnakeCase('http2')).toBe('http2');
  expect(squeeze('MAX_CONNECTIONS')).toBe(squeeze('max-connections'));
});
