import { cookies } from '@x/http-cookies';
import { createClient, createClients } from '@x/http-core';
import { proxy } from '@x/http-proxy';
import { describe, expect, it } from 'vitest';

import { loadClientOptions } from '../src/index.ts';
import { issuesOf, loadYaml, writtenFile } from './support/written-file.ts';

const plugins = { proxy, cookies };

describe('what is loaded', () => {
  it('is nothing where nothing is said', () => {
    expect(loadClientOptions({ env: {} })).toEqual({ plugins: [] });
    expect(loadYaml('')).toEqual({ plugins: [] });
    expect(loadYaml('http:\n')).toEqual({ plugins: [] });
    for (const name of ['pool', 'timeout', 'headers', 'query', 'proxy']) {
      expect(loadYaml(`http:\n  ${name}:\n    # max_connections: 50\n`)).toEqual({ plugins: [] });
    }
  });

  it('goes into createClient as it is', () => {
    const file = writtenFile('name: users\nbaseUrl: https://api.test/v1\npool: { maxConnections: 7 }\n');
    const { options } = createClient(loadClientOptions({ env: { HTTP__TIMEOUT: '250' }, file })).describe();
    expect(options).toMatchObject({ baseUrl: 'https://api.test/v1', pool: { maxConnections: 7 } });
    expect(options).toMatchObject({ timeout: { total: 250, connect: 5_000 } });
  });

  it('lies under options that are given beside it', () => {
    const loaded = loadYaml('name: users\ntimeout: 5000\ncookie_jar: true\n', { plugins });
    const api = createClient({
      ...loaded,
      name: 'ours',
      plugins: [...loaded.plugins, proxy('http://p.test:1')],
    });
    expect(api.describe()).toMatchObject({ name: 'ours', options: { timeout: { total: 5_000 } } });
    expect(api.describe().chain.map(({ plugin }) => plugin)).toContain('proxy');
    expect(api.describe().chain.map(({ plugin }) => plugin)).toContain('cookies');
  });

  it('takes the environment over the file, option by option', () => {
    const loaded = loadYaml(
      'timeout: 5000\nheaders: { X-Team: file, accept: a/b }\nquery: a=1&b=2\npool: { maxConnections: 1, forceClose: true }\n',
      {
        env: {
          HTTP__TIMEOUT__CONNECT: '10',
          HTTP__HEADERS__X_TEAM: 'variable',
          HTTP__QUERY__A: '9',
          HTTP__POOL__MAX_CONNECTIONS: '50',
          OTHER__POOL__MAX_CONNECTIONS: 'none of ours',
        },
      },
    );
    expect(loaded).toEqual({
      timeout: { total: 5_000, connect: 10 },
      headers: { 'x-team': 'variable', accept: 'a/b' },
      query: { a: '9', b: ['2'] },
      pool: { maxConnections: 50, forceClose: true },
      plugins: [],
    });
  });

  it('takes a proxy of the environment in place of the whole proxy of the file', () => {
    const file = 'proxy: { http: "http://a.test:1", https: "http://b.test:1" }\n';
    const env = { HTTP__PROXY: 'http://c.test:1' };
    const api = createClient(loadYaml(file, { env, plugins }));
    const link = api.describe().chain.find(({ plugin }) => plugin === 'proxy');
    expect(link?.settings).toMatchObject({ http: 'http://c.test:1/', https: 'http://c.test:1/' });
  });

  it('reads process.env unless told what to read', () => {
    process.env['HTTP__NAME'] = 'from the process';
    try {
      expect(loadClientOptions().name).toBe('from the process');
    } finally {
      delete process.env['HTTP__NAME'];
    }
  });

  it('makes several clients of one file, each from its section and prefix', () => {
    const file = writtenFile('clients:\n  users: { timeout: 1 }\n  billing: { timeout: 2 }\n');
    const load = (name: string) =>
      loadClientOptions({
        env: { BILLING__TIMEOUT: '3' },
        file,
        section: `clients.${name}`,
        prefix: `${name.toUpperCase()}__`,
      });
    const { clients } = createClients({ users: load('users'), billing: load('billing') });
    expect(clients.users.describe()).toMatchObject({ name: 'users', options: { timeout: { total: 1 } } });
    expect(clients.billing.describe()).toMatchObject({ options: { timeout: { total: 3 } } });
  });

  it('leaves alone what lies beside the section http', () => {
    expect(loadYaml('database: { pool: { size: 1 } }\nhttp: { name: users }\n').name).toBe('users');
  });
});

describe('plugins', () => {
  const names = (text: string, env = {}): readonly string[] =>
    loadYaml(text, { env, plugins }).plugins.map(({ name }) => name);

  it('are made when they are asked for, and not otherwise', () => {
    expect(names('cookies: true\nproxy: http://p.test:1\n')).toEqual(['proxy', 'cookies']);
    expect(names('cookie_jar: false\nproxy: false\n')).toEqual([]);
    expect(names('', { HTTP__COOKIE_JAR: 'true', HTTP__PROXY__NO_PROXY: 'a.test, b.test' })).toEqual([
      'proxy',
      'cookies',
    ]);
  });

  it('take the proxies of the environment for proxy: true, and for trust_env: true where nothing else is said', () => {
    for (const text of ['proxy: true\n', 'trust_env: true\n']) {
      const { plugins: made } = loadYaml(text, { plugins });
      const [link] = createClient({ plugins: made })
        .describe()
        .chain.filter(({ plugin }) => plugin === 'proxy');
      expect(link?.settings).toMatchObject({ source: 'environment' });
    }
    expect(names('trust_env: true\nproxy: false\n')).toEqual([]);
    expect(names('trust_env: false\n')).toEqual([]);
    expect(loadYaml('trust_env: true\n')).toEqual({ trustEnv: true, plugins: [] });
  });

  it('that are missing are a problem that names the package', () => {
    const file = writtenFile('http:\n  proxy: http://p.test:1\n  cookie_jar: true\n');
    expect(issuesOf({ file })).toEqual([
      'proxy needs a plugin: install @x/http-proxy and give loadClientOptions its factory, plugins: { proxy } (config.yaml:2)',
      'cookie_jar needs a plugin: install @x/http-cookies and give loadClientOptions its factory, plugins: { cookies } (config.yaml:3)',
    ]);
    expect(issuesOf({ file, plugins: { cookies } })).toHaveLength(1);
  });

  it('that refuse are a problem with its line', () => {
    const file = writtenFile('\nproxy: ftp://user:s3cr3t@p.test\n');
    const [issue] = issuesOf({ file, plugins });
    expect(issue).toMatch(/proxy.*\(config\.yaml:2\)$/);
    expect(issue).not.toContain('s3cr3t');
    expect(issuesOf({ env: { HTTP__PROXY: 'true', HTTP__TRUST_ENV: 'false' }, plugins })).toEqual([
      "proxy is true, which takes the environment's proxies, but trustEnv is false (HTTP__PROXY)",
    ]);
  });
});

describe('its own options', () => {
  it.each([
    [{ files: 'a.yaml' }, /Option 'files' is unknown; allowed are env, prefix, file, section, plugins/],
    [{ file: '' }, /file must be a string that is not empty/],
    [{ file: new URL('https://api.test/a.yaml') }, /file must be a string/],
    [{ prefix: '' }, /prefix must be/],
    [{ env: 'x' }, /env must be an object of variables/],
    [{ section: 'http' }, /'section' needs the option 'file'/],
    [{ plugins: { proxy: 'x' } }, /plugins\.proxy must be a function/],
    [{ plugins: { cookeis: cookies } }, /plugins\.cookeis' is unknown/],
  ])('%j are refused', (options, message) => {
    expect(() => loadClientOptions(options as never)).toThrow(message);
  });
});
