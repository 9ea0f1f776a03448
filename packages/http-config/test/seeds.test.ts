import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { cookies } from '@x/http-cookies';
import { createClient } from '@x/http-core';
import { proxy } from '@x/http-proxy';
import { describe, expect, it } from 'vitest';

import { loadClientOptions } from '../src/index.ts';
import { loadYaml, writtenFile } from './support/written-file.ts';

const plugins = { proxy, cookies };
const folder = fileURLToPath(new URL('../../../../shared/seeds/', import.meta.url));
const hasSeeds = existsSync(folder);

/** The same shapes in words of our own; the documents themselves are not part of this repository. */
const shapes: readonly (readonly [title: string, yaml: string, expected: object])[] = [
  ['a proxy with credentials', 'http:\n  proxy: "http://ada:s3cr3t@proxy.test:3128"\n', {}],
  [
    'a pool, with its total timeout in seconds',
    'http:\n  pool:\n    max_connections: 50\n    max_connections_per_host: 20\n    max_keepalive_connections: 10\n    timeout: 60.0\n',
    {
      pool: { maxConnections: 50, maxConnectionsPerHost: 20, maxKeepAliveConnections: 10 },
      timeout: { total: 60_000 },
    },
  ],
  ['a cookie jar', 'http:\n  cookie_jar: true\n', {}],
  ['trust in the environment', 'http:\n  trust_env: true\n', { trustEnv: true }],
  ['no verification', 'http:\n  pool:\n    verify_ssl: false\n', { tls: { verify: false } }],
  ['a DNS cache, in seconds', 'http:\n  pool:\n    ttl_dns_cache: 10\n', { pool: { dnsCacheTtl: 10_000 } }],
];

describe('the shapes of the seeds', () => {
  it.each(shapes)('%s', (_, yaml, expected) => {
    const { plugins: made, ...options } = loadYaml(yaml, { plugins });
    expect(options).toEqual(expected);
    expect(() => createClient({ ...options, plugins: made })).not.toThrow();
  });

  it('all of them, as variables', () => {
    const env = {
      HTTP__PROXY: 'http://ada:s3cr3t@proxy.test:3128',
      HTTP__POOL__MAX_CONNECTIONS: '50',
      HTTP__POOL__MAX_CONNECTIONS_PER_HOST: '20',
      HTTP__POOL__MAX_KEEPALIVE_CONNECTIONS: '10',
      HTTP__POOL__TIMEOUT: '60.0',
      HTTP__POOL__TTL_DNS_CACHE: '10',
      HTTP__POOL__VERIFY_SSL: 'false',
      HTTP__COOKIE_JAR: 'true',
      HTTP__TRUST_ENV: 'true',
    };
    const { plugins: made, ...options } = loadClientOptions({ env, plugins });
    expect(options).toEqual({
      pool: {
        maxConnections: 50,
        maxConnectionsPerHost: 20,
        maxKeepAliveConnections: 10,
        dnsCacheTtl: 10_000,
      },
      timeout: { total: 60_000 },
      tls: { verify: false },
      trustEnv: true,
    });
    expect(made.map(({ name }) => name)).toEqual(['proxy', 'cookies']);
  });
});

describe.skipIf(!hasSeeds)('the documents of the seeds', () => {
  const documents = hasSeeds
    ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    : [];
  const blocks = documents.flatMap(configurations);

  it('have configurations', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(3);
  });

  it('load as they stand', () => {
    const loaded = blocks.map((text) => loadClientOptions({ env: {}, file: writtenFile(text), plugins }));
    for (const one of loaded) expect(() => createClient(one)).not.toThrow();
    expect(loaded).toContainEqual({
      pool: { maxConnections: 50, maxConnectionsPerHost: 20, maxKeepAliveConnections: 10 },
      timeout: { total: 60_000 },
      plugins: [],
    });
    const made = loaded.flatMap((one) => one.plugins.map(({ name }) => name));
    expect(made.toSorted()).toEqual(['cookies', 'proxy']);
  });

  it('name settings in prose and code that are known', () => {
    const dotted = documents.flatMap((text) => [
      ...text.matchAll(/\b(?:config\.)?pool\.([a-z_]+)( = False)?/g),
    ]);
    const names = new Set(dotted.map(([, name = '']) => name));
    expect([...names].toSorted()).toEqual(['timeout', 'ttl_dns_cache', 'verify_ssl']);
    for (const name of names) {
      const value = name === 'verify_ssl' ? 'false' : '5';
      expect(() => loadYaml(`http:\n  pool:\n    ${name}: ${value}\n`)).not.toThrow();
    }
    const trust = documents.flatMap((text) => text.match(/trust_env: \w+/g) ?? []);
    expect(trust).toEqual(['trust_env: true']);
    expect(loadYaml(`http:\n  ${trust[0]}\n`)).toEqual({ trustEnv: true, plugins: [] });
  });

  it('export variables that the client reads by itself, which are none of ours', () => {
    const exported = documents.flatMap((text) => [
      ...text.matchAll(/export ([A-Z_]+)=("[^"]*"|\/[\w./-]+)/g),
    ]);
    const env = Object.fromEntries(
      exported.map(([, name = '', value = '']) => [name, value.replaceAll('"', '')]),
    );
    expect(Object.keys(env).toSorted()).toEqual(['HTTPS_PROXY', 'SSL_CERT_FILE']);
    expect(loadClientOptions({ env })).toEqual({ plugins: [] });
  });
});

/**
 * The YAML blocks of a document. They were saved without their line breaks: `http: pool: max_connections: 50 timeout: 60.0`.
 * A name without a value opens a section, every other one stands on a line of its own.
 */
function configurations(text: string): readonly string[] {
  const pair = /\b([a-z_]+):(?: ("[^"\n]*"|true|false|\d+(?:\.\d+)?))?/.source;
  const found = text.match(new RegExp(`\\bhttp:(?: ${pair})+`, 'g')) ?? [];
  return found.map((block) => {
    let depth = 0;
    const lines = [...block.matchAll(new RegExp(pair, 'g'))].map(([, name, value]) => {
      const line = `${'  '.repeat(depth)}${name}:${value === undefined ? '' : ` ${value}`}`;
      if (value === undefined) depth += 1;
      return line;
    });
    return `${lines.join('\n')}\n`;
  });
}
