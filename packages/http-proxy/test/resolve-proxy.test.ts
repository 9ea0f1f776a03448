import { ConfigurationError } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { resolveProxy } from '../src/resolve-proxy.ts';
import { differences } from './support/differences.ts';
import { readSuite } from './support/suites.ts';

interface Case {
  readonly group: string;
  readonly env: Readonly<Record<string, string>>;
  readonly url: string;
  readonly expected: string;
}

const table = readSuite<{ readonly cases: readonly Case[] }>('proxy-from-env.json');

function outcome({ url, env }: Case): string {
  try {
    return resolveProxy(url, env)?.href.replace(/\/$/, '') ?? '';
  } catch (error) {
    if (error instanceof ConfigurationError) return 'refused';
    throw error;
  }
}

// INVARIANT: where the two tables disagree, curl's is the norm; every difference has its reason in one list.
describe.skipIf(table === undefined)('the table of proxy-from-env', () => {
  const cases = table?.cases ?? [];
  const differenceOf = ({ group, url, expected }: Case) =>
    differences.find((one) => one.group === group && one.url === url && one.theirs === expected);

  it.each(cases.map((one, index) => [`${index} ${one.group}: ${one.url}`, one] as const))('%s', (_, one) => {
    // A difference that is none any more fails too: it is to be taken off the list.
    expect(outcome(one)).toBe(differenceOf(one)?.ours ?? one.expected);
  });

  it('holds every row of the list of differences', () => {
    const met = new Set(cases.map(differenceOf));
    expect(differences.filter((one) => !met.has(one) || one.ours === one.theirs)).toEqual([]);
    expect(cases).toHaveLength(138);
  });
});

const proxyOf = (environment: Readonly<Record<string, string>>, url = 'http://origin.test/'): string =>
  resolveProxy(url, environment)?.href ?? '';

it('prefers lower case, and the scheme over ALL_PROXY', () => {
  expect(proxyOf({ HTTP_PROXY: 'http://a', http_proxy: 'http://b', ALL_PROXY: 'http://c' })).toBe(
    'http://b/',
  );
  expect(proxyOf({ http_proxy: '', HTTP_PROXY: 'http://a' })).toBe('http://a/');
  expect(proxyOf({ all_proxy: 'socks5://c' }, 'https://origin.test/')).toBe('socks5://c:1080');
  expect(proxyOf({ NO_PROXY: 'origin.test', no_proxy: 'other.test', all_proxy: 'http://c' })).toBe(
    'http://c/',
  );
});

// INVARIANT: under CGI the upper-case HTTP_PROXY is a header of a stranger's request (httpoxy).
it('takes no upper-case HTTP_PROXY under CGI', () => {
  expect(proxyOf({ REQUEST_METHOD: 'GET', HTTP_PROXY: 'http://evil' })).toBe('');
  expect(proxyOf({ REQUEST_METHOD: '', HTTP_PROXY: 'http://evil', ALL_PROXY: 'http://all' })).toBe(
    'http://all/',
  );
  expect(proxyOf({ REQUEST_METHOD: 'GET', http_proxy: 'http://own', HTTP_PROXY: 'http://evil' })).toBe(
    'http://own/',
  );
  expect(proxyOf({ REQUEST_METHOD: 'GET', HTTPS_PROXY: 'http://own' }, 'https://origin.test/')).toBe(
    'http://own/',
  );
});

it('never lets a prototype set a proxy', () => {
  expect(proxyOf(Object.create({ http_proxy: 'http://evil' }) as Record<string, string>)).toBe('');
});

// INVARIANT: a proxy that cannot be understood is an error and never a direct connection.
it.each([
  'ftp://p',
  'http://',
  'http://p:99999',
  'http://p/wpad.pac',
  'unix:///x',
  'http://p:0',
  'pac+http://p',
  '://p',
  'socks9://p',
])('refuses %s', (value) => {
  expect(() => proxyOf({ http_proxy: value })).toThrow(ConfigurationError);
});

it('shows no credentials when it refuses', () => {
  expect(() => proxyOf({ http_proxy: 'ftp://user:hunter2@p' })).toThrow(/^(?!.*hunter2).*http_proxy/s);
});
