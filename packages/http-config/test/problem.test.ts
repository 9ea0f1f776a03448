import { inspect } from 'node:util';

import { proxy } from '@x/http-proxy';
import { describe, expect, it } from 'vitest';

import { issuesOf, refusalOf, writtenFile } from './support/written-file.ts';

describe('a problem', () => {
  it('says path, what came, what is allowed and where it stands', () => {
    const file = writtenFile('http:\n  pool:\n    max_connections: fifty\n');
    const { issues, message } = refusalOf({ file });
    expect(message).toMatch(/^1 problem in the client options\n- pool\.max_connections must be/);
    expect(issues).toEqual([
      {
        path: ['pool', 'maxConnections'],
        message: `pool.max_connections must be a whole number from 1, or Infinity for no limit, not "fifty" (${file}:3)`,
        expected: 'a whole number from 1, or Infinity for no limit',
        source: `${file}:3`,
      },
    ]);
  });

  it.each([
    [
      'a variable',
      { HTTP__TIMEOUT: '10s' },
      'timeout.total must be a positive number of milliseconds, or Infinity for no limit, not "10s" (HTTP__TIMEOUT)',
    ],
    [
      'an empty variable',
      { HTTP__TIMEOUT: '' },
      'timeout.total must be a positive number of milliseconds, or Infinity for no limit, not an empty string (HTTP__TIMEOUT)',
    ],
    [
      'seconds',
      { HTTP__POOL__TIMEOUT: '1m' },
      'pool.timeout must be a positive number of seconds, or Infinity for no limit, not "1m" (HTTP__POOL__TIMEOUT)',
    ],
    [
      'a near miss',
      { HTTP__POOL__MAX_CONECTIONS: '1' },
      'pool.max_conections is unknown; did you mean HTTP__POOL__MAX_CONNECTIONS? (HTTP__POOL__MAX_CONECTIONS)',
    ],
    [
      'a name in the wrong place',
      { HTTP__DNS_CACHE_TTL: '1' },
      'dns_cache_ttl is unknown; did you mean HTTP__POOL__DNS_CACHE_TTL? (HTTP__DNS_CACHE_TTL)',
    ],
    [
      'an unknown member',
      { HTTP__TLS__CIPHERS: '1' },
      'tls.ciphers is unknown; allowed are HTTP__TLS__VERIFY, HTTP__TLS__CA, HTTP__TLS__CERT, HTTP__TLS__KEY, HTTP__TLS__SERVERNAME (HTTP__TLS__CIPHERS)',
    ],
    [
      'a member too deep',
      { HTTP__POOL__MAX__CONNECTIONS: '1' },
      'pool.max__connections is unknown; did you mean HTTP__POOL__MAX_CONNECTIONS? (HTTP__POOL__MAX__CONNECTIONS)',
    ],
    ['a member of a value', { HTTP__NAME__X: '1' }, /^name\.x is unknown/],
    ['the bare prefix', { HTTP__: '1' }, /is unknown; allowed are .* \(HTTP__\)$/],
    [
      'an object by itself',
      { HTTP__POOL: '1' },
      /^POOL must be an object with maxConnections, .* not a string \(HTTP__POOL\)$/i,
    ],
    [
      'the same twice',
      { HTTP__TIMEOUT: '1', HTTP__TIMEOUT__TOTAL: '2' },
      'timeout.total says again what stands in HTTP__TIMEOUT (HTTP__TIMEOUT__TOTAL)',
    ],
    [
      'what the core refuses',
      { HTTP__BASE_URL: 'ftp://a.test' },
      /^baseUrl must be an absolute http: or https: URL.* \(HTTP__BASE_URL\)$/,
    ],
  ])('is told of %s', (_, env, message) => {
    const issues = issuesOf({ env });
    expect(issues).toHaveLength(1);
    if (typeof message === 'string') expect(issues[0]).toBe(message);
    else expect(issues[0]).toMatch(message);
  });

  it('suggests in the spelling that the file has', () => {
    const text = 'pool:\n  maxConections: 1\n  max_conections: 1\nbase_ulr: x\ntimeuot: 1\n';
    expect(issuesOf({ file: writtenFile(text) })).toEqual([
      'pool.maxConections is unknown; did you mean pool.maxConnections? (config.yaml:2)',
      'pool.max_conections is unknown; did you mean pool.max_connections? (config.yaml:3)',
      'base_ulr is unknown; did you mean base_url? (config.yaml:4)',
      'timeuot is unknown; did you mean timeout? (config.yaml:5)',
    ]);
  });

  it('stands beside every other one, of both sources', () => {
    const text =
      'pool: { max_connections: x }\nredirect: { max: -1 }\nheaders: { "a b": 1 }\ntls: { cert: "-----BEGIN x" }\n';
    const issues = issuesOf({ file: writtenFile(text), env: { HTTP__LAZY_OPEN: 'no', HTTP__NOPE: '' } });
    expect(issues.map((issue) => /\(([^()]*)\)$/.exec(issue)?.[1])).toEqual([
      'config.yaml:1',
      'config.yaml:2',
      'HTTP__LAZY_OPEN',
      'HTTP__NOPE',
      'config.yaml:3',
      'config.yaml:4',
    ]);
  });
});

describe('secrets', () => {
  const secret = 's3cr3t-Pa55';
  const lines = [
    `proxy: socks9://user:${secret}@p.test`,
    `base_url: ftp://user:${secret}@p.test`,
    `apiKey: ${secret}`,
    `"${secret} ": 1`,
    `tls: { key: ${secret}, cert: ${secret}, ca: [${secret}] }`,
    `headers: { authorization: [[${secret}]], "x ${secret}": 1 }`,
    `query: { token: { a: ${secret} } }`,
    `timeout: http://user:${secret}@p.test`,
  ];

  it('are in no form of the error, wherever they were put', () => {
    for (const [index, name] of ['config.yaml', 'config.json'].entries()) {
      const yaml = lines.join('\n');
      const json = JSON.stringify({
        proxy: `socks9://user:${secret}@p.test`,
        apiKey: secret,
        [`${secret} `]: 1,
        tls: { key: secret },
        timeout: [secret],
      });
      const error = refusalOf({
        file: writtenFile(index === 0 ? yaml : json, name),
        env: { HTTP__PROXY__HTTP: `nope://u:${secret}@p.test`, HTTP__HTTP2: `http://u:${secret}@x` },
        plugins: { proxy },
      });
      expect(error.issues.length).toBeGreaterThan(5);
      const forms = [error.message, error.stack, inspect(error), JSON.stringify([error, error.issues])];
      for (const form of forms) expect(form).not.toContain(secret);
    }
  });

  it('are not quoted from a file that does not parse', () => {
    for (const [text, name] of [
      [`proxy: "${secret}\n b: *${secret}`, 'config.yaml'],
      [`a: !${secret} ${secret}\nb: "\\q${secret}"`, 'config.yaml'],
      [`{ "proxy": ${secret} }`, 'config.json'],
    ] as const) {
      const error = refusalOf({ file: writtenFile(text, name) });
      for (const form of [error.stack, inspect(error)]) expect(form).not.toContain(secret);
    }
  });
});
