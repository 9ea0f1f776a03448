import { describe, expect, it } from 'vitest';

import { knownName, nearestName } from '../src/known-name.ts';

describe('knownName', () => {
  it('takes camelCase and snake_case, and nothing between', () => {
    const known = ['maxConnections', 'http2'];
    expect(knownName(known, 'maxConnections')).toBe('maxConnections');
    expect(knownName(known, 'max_connections')).toBe('maxConnections');
    for (const other of ['maxconnections', 'max-connections', 'MAX_CONNECTIONS', '', 'toString']) {
      expect(knownName(known, other)).toBeUndefined();
    }
  });
});

describe('nearestName', () => {
  it.each([
    [['timeot'], 'timeout'],
    [['baseurl'], 'baseUrl'],
    [['cookiejar'], 'cookie_jar'],
    [['pool', 'maxconnection'], 'pool.maxConnections'],
    [['pool', 'ttldnscache'], 'pool.ttl_dns_cache'],
    [['maxConnections'], 'pool.maxConnections'],
    [['pool', 'verify'], 'tls.verify'],
    [['redirects'], 'redirect'],
    [['retries'], undefined],
    [['a'], undefined],
    [['pool', ''], undefined],
    [['x'.repeat(100_000)], undefined],
  ])('of %j is %j', (names, path) => {
    expect(nearestName(names)).toBe(path);
  });
});
